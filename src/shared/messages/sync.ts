// Texts about programs that synchronise folders: what they may do to a project and its photos, and their second versions.
import type { MessageTable } from './message.ts';

export const syncMessages = {
  'sync.project-title': {
    en: 'This project lies in a {service} folder.',
    ko: '이 프로젝트는 {service} 폴더에 있어요.',
  },
  'sync.project-body': {
    en: 'Opened on two computers at once it becomes two versions, and the work in one of them is lost. Open it on one computer at a time, and close it there before you go on elsewhere; or move {folder} to a folder that {service} leaves alone.',
    ko: '두 컴퓨터에서 동시에 열면 버전이 둘로 갈라져 한쪽 작업을 잃어요. 한 번에 한 컴퓨터에서만 열고 다른 컴퓨터로 옮기기 전에 닫으세요. {folder} 폴더를 {service}에서 동기화하지 않는 곳으로 옮겨도 돼요.',
  },
  'sync.photos-title': {
    en: 'The photos lie in a {service} folder.',
    ko: '사진이 {service} 폴더에 있어요.',
  },
  'sync.photos-body': {
    en: 'Photos that are only online are downloaded each time they are read, and cannot be read without a connection. In {service}, keep {folder} on this computer.',
    ko: '온라인에만 있는 사진은 읽을 때마다 내려받고, 연결이 없으면 읽을 수 없어요. {service}에서 {folder} 폴더를 항상 이 컴퓨터에 두도록 설정하세요.',
  },
  'sync.conflict-title': {
    en: 'Beside this project lies a second version of it.',
    ko: '이 프로젝트 옆에 다른 버전이 있어요.',
  },
  'sync.conflict-body': {
    en: '{files} in {folder}: work done on another computer may be only there. Fovea neither opens nor deletes it. To see what it holds, copy it into an empty folder under its plain name, project.fovea or journal.jsonl, and open that folder.',
    ko: '{folder} 폴더의 {files}. 다른 컴퓨터에서 한 작업이 여기에만 있을 수 있어요. Fovea는 이 파일을 열지도 지우지도 않아요. 내용을 보려면 빈 폴더에 원래 이름(project.fovea 또는 journal.jsonl)으로 복사한 뒤 그 폴더를 여세요.',
  },
  'sync.more-files': { en: '{files} and {count} more', ko: '{files} 외 {count}개' },
  'sync.read': { en: 'Understood', ko: '확인' },
} as const satisfies MessageTable;
