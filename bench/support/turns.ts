// Runs several programs that do the same work in turns, each in a process of its own that sleeps while another works.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Peer = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Beside this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** What it is to prepare; the first line that it reads. */
  readonly work: unknown;
};
export type Times = { readonly seconds: number[]; peakMb: number };

type Open = { readonly peer: Peer; readonly child: ChildProcess; readonly ask: (line: string) => Promise<Answer> };
type Answer = { readonly ready?: boolean; readonly seconds?: readonly number[]; readonly peakMb?: number };

/** Seconds of each time the work was done, by peer; the order of turns is reversed every round. Rejects where a peer fails. */
export async function inTurns(
  peers: readonly Peer[],
  rounds: number,
  timesPerTurn: number,
): Promise<Map<string, Times>> {
  const open: Open[] = [];
  try {
    for (const peer of peers) open.push(await start(peer));
    const times = new Map(peers.map(({ name }): [string, Times] => [name, { seconds: [], peakMb: 0 }]));
    for (let round = 0; round < rounds; round++) {
      for (const { peer, ask } of round % 2 === 0 ? open : open.toReversed()) {
        const { seconds = [], peakMb = 0 } = await ask(String(timesPerTurn));
        times.get(peer.name)!.seconds.push(...seconds);
        times.get(peer.name)!.peakMb = peakMb;
      }
    }
    return times;
  } finally {
    for (const { child } of open) child.kill();
  }
}

async function start(peer: Peer): Promise<Open> {
  const child = spawn(peer.command, [...peer.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...peer.env },
  });
  const said: string[] = [];
  createInterface(child.stderr).on('line', line => said.push(line));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async (line: string): Promise<Answer> => {
    child.stdin.write(`${line}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${peer.name} ended:\n${said.slice(-20).join('\n')}`);
      if (value.startsWith('{')) return JSON.parse(value) as Answer;
    }
  };
  await ask(JSON.stringify(peer.work));
  return { peer, child, ask };
}
