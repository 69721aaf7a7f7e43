// Preloaded into a process, this makes it hang when it opens one file, as on a
// file system whose server is gone: opening PITEL_HANGING_PATH hangs while the
// file PITEL_HANGING_WHILE exists, except for the first PITEL_HANGING_AFTER
// times. Looking up the host name PITEL_HANGING_PATH hangs likewise.
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

namespace {

constexpr useconds_t kBetweenLooks = 10'000;

bool Exists(const char* file) { return access(file, F_OK) == 0; }

void HangAt(const char* path) {
  static std::atomic<int> let_through = 0;
  const char* hanging_path = std::getenv("PITEL_HANGING_PATH");
  const char* hanging_while = std::getenv("PITEL_HANGING_WHILE");
  const char* after = std::getenv("PITEL_HANGING_AFTER");
  if (hanging_path == nullptr || hanging_while == nullptr) return;
  if (std::strcmp(path, hanging_path) != 0 || !Exists(hanging_while)) return;
  if (after != nullptr && let_through++ < std::atoi(after)) return;
  while (Exists(hanging_while)) usleep(kBetweenLooks);
}

mode_t ModeOf(int flags, va_list arguments) {
  const bool has_mode = (flags & (O_CREAT | O_TMPFILE)) != 0;
  return has_mode ? va_arg(arguments, mode_t) : 0;
}

template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

int Open(const char* name, const char* path, int flags, va_list arguments) {
  HangAt(path);
  return Next<int(const char*, int, ...)>(name)(path, flags,
                                                ModeOf(flags, arguments));
}

int OpenAt(const char* name, int folder, const char* path, int flags,
           va_list arguments) {
  HangAt(path);
  return Next<int(int, const char*, int, ...)>(name)(folder, path, flags,
                                                     ModeOf(flags, arguments));
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const int file = Open("open", path, flags, arguments);
  va_end(arguments);
  return file;
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const int file = Open("open64", path, flags, arguments);
  va_end(arguments);
  return file;
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const int file = OpenAt("openat", folder, path, flags, arguments);
  va_end(arguments);
  return file;
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const int file = OpenAt("openat64", folder, path, flags, arguments);
  va_end(arguments);
  return file;
}

int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                addrinfo** found) {
  if (node != nullptr) HangAt(node);
  return Next<int(const char*, const char*, const addrinfo*, addrinfo**)>(
      "getaddrinfo")(node, service, hints, found);
}

}  // extern "C"
