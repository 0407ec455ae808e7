// A disk that fails, for tests: loaded before the C library (LD_PRELOAD), it lets calls that change files below one folder fail when it is
// told to, and can write down what it was asked to do. Linux only. See failing-disk.ts.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

// Shared with the test by a file: written there, seen here at once.
struct control {
  int32_t armed;     // 1: count and fail
  int32_t countdown; // the call that fails, from 1
  int32_t error;     // errno; 0: the process is killed before the call
  int32_t sticky;    // 1: every call after it fails too
  int32_t seen;      // calls since it was armed
  int32_t failed;    // of these
  int32_t recording; // 1: write down
};

enum { most_files = 65536, longest_path = 4096 };
static struct control *control;
static const char *prefix;
static size_t prefix_length;
static char *paths[most_files];
static int log_file = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void start(void) {
  prefix = getenv("FAILING_DISK_PREFIX");
  const char *file = getenv("FAILING_DISK_CONTROL");
  const char *log = getenv("FAILING_DISK_LOG");
  if (!prefix || !file) return;
  prefix_length = strlen(prefix);
  int descriptor = REAL(open)(file, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return;
  void *place = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  REAL(close)(descriptor);
  if (place != MAP_FAILED) control = place;
  if (log) log_file = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_ours(const char *path) { return control && path && strncmp(path, prefix, prefix_length) == 0; }
/** A descriptor that was closed past us may be another thing by now: where libuv wakes a thread no write may fail. */
static const char *path_of(int fd) {
  struct stat facts;
  if (!control || fd < 0 || fd >= most_files || !paths[fd] || fstat(fd, &facts) != 0) return NULL;
  return S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode) ? paths[fd] : NULL;
}

/** A file that may not be opened or has no descriptor left fails when it is opened, also for reading; EMFILE then alone. */
static int fails_opening(void) { return control && (control->error == EMFILE || control->error == EACCES); }

/** Whether this call is to fail; errno is set then. */
static int fails(int is_opening) {
  if (!control || !control->armed || (control->error == EMFILE && !is_opening)) return 0;
  pthread_mutex_lock(&lock);
  int seen = ++control->seen;
  int is_failing = seen == control->countdown || (control->sticky && seen > control->countdown);
  if (is_failing) control->failed++;
  pthread_mutex_unlock(&lock);
  if (is_failing && control->error == 0) kill(getpid(), SIGKILL);
  if (is_failing) errno = control->error;
  return is_failing;
}

/** kind, path, second path or '', offset, data. Lengths before each. */
static void record(char kind, const char *path, const char *other, int64_t offset, const void *data, size_t bytes) {
  if (log_file < 0 || !control || !control->recording || !path) return;
  pthread_mutex_lock(&lock);
  int32_t lengths[3] = {(int32_t)strlen(path), other ? (int32_t)strlen(other) : 0, (int32_t)bytes};
  struct iovec parts[6] = {{&kind, 1}, {lengths, sizeof lengths}, {&offset, sizeof offset}, {(void *)path, lengths[0]},
                           {(void *)(other ? other : ""), lengths[1]}, {(void *)data, bytes}};
  REAL(writev)(log_file, parts, 6);
  pthread_mutex_unlock(&lock);
}

static int opened(int fd, const char *path, int flags) {
  if (fd >= 0 && fd < most_files && is_ours(path)) {
    free(paths[fd]);
    paths[fd] = strdup(path);
    if (flags & O_TRUNC) record('t', path, NULL, 0, NULL, 0);
    else if (flags & O_CREAT) record('c', path, NULL, 0, NULL, 0);
  }
  return fd;
}
#define changes(flags) ((flags) & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR))
#define MODE(flags)                                                                                                    \
  mode_t mode = 0;                                                                                                     \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                               \
    va_list list;                                                                                                      \
    va_start(list, flags);                                                                                             \
    mode = va_arg(list, mode_t);                                                                                       \
    va_end(list);                                                                                                      \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  if (is_ours(path) && (changes(flags) || fails_opening()) && fails(1)) return -1;
  return opened(REAL(open)(path, flags, mode), path, flags);
}
int open64(const char *path, int flags, ...) {
  MODE(flags)
  if (is_ours(path) && (changes(flags) || fails_opening()) && fails(1)) return -1;
  return opened(REAL(open64)(path, flags, mode), path, flags);
}
int close(int fd) {
  if (control && fd >= 0 && fd < most_files && paths[fd]) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
  return REAL(close)(fd);
}
int scandir(const char *path, struct dirent ***list, int (*filter)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **)) {
  if (is_ours(path) && fails_opening() && fails(1)) return -1;
  return REAL(scandir)(path, list, filter, compare);
}
ssize_t write(int fd, const void *data, size_t bytes) {
  const char *path = path_of(fd);
  if (!path) return REAL(write)(fd, data, bytes);
  if (fails(0)) return -1;
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t done = REAL(write)(fd, data, bytes);
  if (done > 0) record('w', path, NULL, at, data, done);
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t bytes, off_t offset) {
  const char *path = path_of(fd);
  if (path && fails(0)) return -1;
  ssize_t done = REAL(pwrite)(fd, data, bytes, offset);
  if (path && done > 0) record('w', path, NULL, offset, data, done);
  return done;
}
ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t offset) {
  const char *path = path_of(fd);
  if (path && fails(0)) return -1;
  ssize_t done = REAL(pwrite64)(fd, data, bytes, offset);
  if (path && done > 0) record('w', path, NULL, offset, data, done);
  return done;
}
int fsync(int fd) {
  const char *path = path_of(fd);
  if (path && fails(0)) return -1;
  record('s', path, NULL, 0, NULL, 0);
  return REAL(fsync)(fd);
}
int fdatasync(int fd) {
  const char *path = path_of(fd);
  if (path && fails(0)) return -1;
  record('s', path, NULL, 0, NULL, 0);
  return REAL(fdatasync)(fd);
}
int ftruncate(int fd, off_t length) {
  const char *path = path_of(fd);
  if (path && fails(0)) return -1;
  record('t', path, NULL, length, NULL, 0);
  return REAL(ftruncate)(fd, length);
}
int ftruncate64(int fd, off64_t length) {
  const char *path = path_of(fd);
  if (path && fails(0)) return -1;
  record('t', path, NULL, length, NULL, 0);
  return REAL(ftruncate64)(fd, length);
}
int rename(const char *from, const char *to) {
  if ((is_ours(from) || is_ours(to)) && fails(0)) return -1;
  int result = REAL(rename)(from, to);
  if (result == 0 && is_ours(from)) record('r', from, to, 0, NULL, 0);
  return result;
}
int unlink(const char *path) {
  if (is_ours(path) && fails(0)) return -1;
  int result = REAL(unlink)(path);
  if (result == 0 && is_ours(path)) record('u', path, NULL, 0, NULL, 0);
  return result;
}
int link(const char *from, const char *to) {
  if (is_ours(to) && fails(0)) return -1;
  int result = REAL(link)(from, to);
  if (result == 0 && is_ours(to)) record('l', from, to, 0, NULL, 0);
  return result;
}
int mkdir(const char *path, mode_t mode) {
  if (is_ours(path) && fails(0)) return -1;
  int result = REAL(mkdir)(path, mode);
  if (result == 0 && is_ours(path)) record('m', path, NULL, 0, NULL, 0);
  return result;
}
