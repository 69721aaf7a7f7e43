/* Preloaded into the exporter, this appends five lines per second to the file
   named by PITEL_HEAP_REPORT: the seconds since the start, and the bytes that
   malloc has allocated and that have not been freed. */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void *Report(void *path) {
  struct timespec start;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (;;) {
    const struct timespec pause = {0, 200000000};
    nanosleep(&pause, NULL);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const struct mallinfo2 heap = mallinfo2();
    FILE *file = fopen(path, "a");
    if (file == NULL) continue;
    fprintf(file, "%ld %zu\n", (long)(now.tv_sec - start.tv_sec),
            heap.uordblks + heap.hblkhd);
    fclose(file);
  }
  return NULL;
}

__attribute__((constructor)) static void Start(void) {
  const char *path = getenv("PITEL_HEAP_REPORT");
  pthread_t thread;
  if (path != NULL && pthread_create(&thread, NULL, Report, (void *)path) == 0) {
    pthread_detach(thread);
  }
}
