// A server that answers every request a fixed time after the kernel received it, and knows how long it really took.
// Usage: delay-server PORT HOLD_NANOSECONDS; on SIGTERM it prints count, p50 and p99 of its true delays in microseconds.
// It spins, so it needs a core of its own. One request is one small read; it parses nothing.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define QUEUE 65536
#define BINS 20000000 // of 0.1 us: 2 s

struct held { int fd; int64_t received; };

static const char RESPONSE[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
static struct held queue[QUEUE];
static uint32_t *delays;
static uint64_t count;
static volatile sig_atomic_t ending;

static void end(int signal) { (void)signal; ending = 1; }

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static double quantile(double share) {
  uint64_t seen = 0, wanted = (uint64_t)(share * count + 0.999999);
  for (uint32_t bin = 0; bin < BINS; bin++)
    if ((seen += delays[bin]) >= wanted && seen > 0) return bin / 10.0;
  return -1;
}

// The kernel's time of arrival; 0 when the connection has ended.
static int64_t receive(int fd) {
  static char bytes[4096];
  union { char bytes[64]; struct cmsghdr align; } control;
  struct iovec vector = {bytes, sizeof bytes};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(fd, &message, 0);
  if (length < 0 && errno == EAGAIN) return -1;
  if (length <= 0) return 0;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c))
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
      struct timespec t;
      memcpy(&t, CMSG_DATA(c), sizeof t);
      return t.tv_sec * 1000000000LL + t.tv_nsec;
    }
  return now();
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int64_t hold = atoll(argv[2]);
  int on = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) { perror("listen"); return 1; }
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[512];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  delays = calloc(BINS, sizeof *delays);
  signal(SIGTERM, end);
  signal(SIGPIPE, SIG_IGN);
  puts("ready");
  fflush(stdout);
  uint32_t head = 0, tail = 0;
  while (!ending) {
    int ready = epoll_wait(epoll, events, 512, 0);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (client < 0) continue;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(client, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        event = (struct epoll_event){.events = EPOLLIN, .data.fd = client};
        epoll_ctl(epoll, EPOLL_CTL_ADD, client, &event);
        continue;
      }
      int64_t received = receive(fd);
      if (received > 0) queue[tail++ % QUEUE] = (struct held){fd, received};
      else if (received == 0) close(fd);
    }
    // In the order they were read, which differs from the order they arrived in by microseconds at most.
    while (head != tail && now() >= queue[head % QUEUE].received + hold) {
      struct held *held = &queue[head++ % QUEUE];
      int64_t delay = now() - held->received;
      if (send(held->fd, RESPONSE, sizeof RESPONSE - 1, MSG_NOSIGNAL) < 0) continue;
      uint64_t bin = delay / 100;
      delays[bin < BINS ? bin : BINS - 1]++;
      count++;
    }
  }
  printf("%llu %.1f %.1f\n", (unsigned long long)count, quantile(0.50), quantile(0.99));
  return 0;
}
