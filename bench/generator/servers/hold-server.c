// A server that holds every request a fixed time and answers it then, in several processes that share a port, since a
// process may have 20,000 descriptors only.
// Usage: hold-server PORT HOLD_MILLISECONDS PROCESSES ADDRESSES: it listens on 127.0.0.1 to 127.0.0.ADDRESSES.
// It prints a line of JSON every 50 ms: how many requests it holds now, and held at most. On SIGTERM its processes end with it.
#include "bench-server.h"
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define QUEUE 65536
#define TICK_MICROSECONDS 50000

struct held { int fd; uint32_t generation; int64_t due; };
struct counts { int64_t held, most; };

static const char RESPONSE[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
static struct counts *counts;
static struct held queue[QUEUE];
static uint32_t head, tail, generations[QUEUE];
static char waits[QUEUE];

static void count_held(void) {
  int64_t held = __atomic_add_fetch(&counts->held, 1, __ATOMIC_RELAXED), most = __atomic_load_n(&counts->most, __ATOMIC_RELAXED);
  while (held > most && !__atomic_compare_exchange_n(&counts->most, &most, held, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) continue;
}

static void let_go(int fd) {
  if (waits[fd]) __atomic_sub_fetch(&counts->held, 1, __ATOMIC_RELAXED);
  waits[fd] = 0;
  generations[fd]++;
  close(fd);
}

static void answer(struct held *held) {
  if (generations[held->fd] != held->generation) return;
  waits[held->fd] = 0;
  __atomic_sub_fetch(&counts->held, 1, __ATOMIC_RELAXED);
  send(held->fd, RESPONSE, sizeof RESPONSE - 1, MSG_NOSIGNAL);
}

static void receive(int fd, int64_t hold) {
  char bytes[4096];
  ssize_t length = recv(fd, bytes, sizeof bytes, 0);
  if (length < 0 && errno == EAGAIN) return;
  if (length <= 0) {
    let_go(fd);
    return;
  }
  waits[fd] = 1;
  count_held();
  queue[tail++ % QUEUE] = (struct held){fd, generations[fd], now() + hold};
}

// One process: the requests it holds stand in the order in which they are due.
static void serve(int port, int64_t hold, int addresses) {
  int epoll = epoll_create1(0), highest_listener = 0;
  struct epoll_event events[512];
  for (int i = 1; i <= addresses; i++) {
    char host[32];
    sprintf(host, "127.0.0.%d", i);
    highest_listener = listen_on(host, port, 1);
    watch(epoll, highest_listener);
  }
  for (;;) {
    int64_t wait = head == tail ? 50000000 : queue[head % QUEUE].due - now();
    int ready = epoll_wait(epoll, events, 512, wait > 0 ? wait / 1000000 + 1 : 0);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd > highest_listener) receive(fd, hold);
      else while (accept_on(epoll, fd) >= 0) continue;
    }
    while (head != tail && now() >= queue[head % QUEUE].due) answer(&queue[head++ % QUEUE]);
  }
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int port = atoi(argv[1]), processes = atoi(argv[3]);
  counts = mmap(NULL, sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  signal(SIGPIPE, SIG_IGN);
  pid_t parent = getpid();
  for (int i = 0; i < processes; i++)
    if (fork() == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() == parent) serve(port, atoll(argv[2]) * 1000000, atoi(argv[4]));
      return 0;
    }
  end_on_sigterm();
  setvbuf(stdout, NULL, _IOLBF, 0);
  // Its processes listen within this time; a client that came sooner would find fewer of them.
  usleep(200000);
  puts("ready");
  while (!ending) {
    usleep(TICK_MICROSECONDS);
    printf("{\"held\":%lld,\"most\":%lld}\n", (long long)counts->held, (long long)counts->most);
  }
  return 0;
}
