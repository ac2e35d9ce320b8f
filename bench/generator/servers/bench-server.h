// What the bench's servers share: the kernel's clock and stamps, listening, and the quantiles of what they measured.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
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

#define unused __attribute__((unused))
#define BINS 60000000 // of 0.1 us: 6 s

static volatile sig_atomic_t ending;
static uint32_t *delay_bins;
static uint64_t delay_count;

static void end(int signal) {
  (void)signal;
  ending = 1;
}

static unused void end_on_sigterm(void) {
  signal(SIGTERM, end);
  signal(SIGPIPE, SIG_IGN);
}

// The clock that the kernel's stamps are of.
static unused int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

// Listens without blocking. Only the processes of one server may share a port: a server left behind must be noticed.
static unused int listen_on(const char *host, int port, int shared) {
  int on = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr(host)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (shared) setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 65535)) {
    perror("listen");
    exit(1);
  }
  return listener;
}

static unused void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

// Accepts what waits, and watches it. Returns the last connection, or -1 when none waited.
static unused int accept_on(int epoll, int listener) {
  int on = 1, client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (client < 0) return -1;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  watch(epoll, client);
  return client;
}

static int64_t stamp_in(struct msghdr *message, int type) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == type) {
      struct timespec t;
      memcpy(&t, CMSG_DATA(c), sizeof t);
      return t.tv_sec * 1000000000LL + t.tv_nsec;
    }
  return 0;
}

// Has the kernel stamp what arrives on a connection, and what leaves where `send_stamped` asks for it.
static unused void stamp_both_ways(int fd) {
  int on = 1, flags = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_TSONLY;
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags);
}

// Reads one request. Returns the kernel's time of its arrival, -1 when there was none, 0 when the connection ended.
static unused int64_t receive_stamped(int fd) {
  static char bytes[4096];
  union { char bytes[256]; struct cmsghdr align; } control;
  struct iovec vector = {bytes, sizeof bytes};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(fd, &message, 0);
  if (length < 0 && errno == EAGAIN) return -1;
  if (length <= 0) return 0;
  int64_t stamp = stamp_in(&message, SCM_TIMESTAMPNS);
  return stamp > 0 ? stamp : now();
}

// Sends and has the kernel stamp when the bytes leave for the network, which lies inside this call: what is read from
// the clock before or after it is up to 100 us off on a core that was idle. Returns the stamp, 0 where there is none.
static unused int64_t send_stamped(int fd, const void *bytes, size_t length) {
  union { char bytes[CMSG_SPACE(sizeof(uint32_t))]; struct cmsghdr align; } wish = {{0}};
  struct iovec vector = {(void *)bytes, length};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &wish, .msg_controllen = sizeof wish.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SO_TIMESTAMPING;
  header->cmsg_len = CMSG_LEN(sizeof(uint32_t));
  *(uint32_t *)CMSG_DATA(header) = SOF_TIMESTAMPING_TX_SOFTWARE;
  if (sendmsg(fd, &message, MSG_NOSIGNAL) < 0) return 0;
  union { char bytes[256]; struct cmsghdr align; } control;
  char none[1];
  struct iovec nothing = {none, sizeof none};
  struct msghdr stamped = {.msg_iov = &nothing, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  return recvmsg(fd, &stamped, MSG_ERRQUEUE) < 0 ? 0 : stamp_in(&stamped, SCM_TIMESTAMPING);
}

static unused void record_delay(int64_t nanoseconds) {
  if (!delay_bins) delay_bins = calloc(BINS, sizeof *delay_bins);
  uint64_t bin = nanoseconds > 0 ? nanoseconds / 100 : 0;
  delay_bins[bin < BINS ? bin : BINS - 1]++;
  delay_count++;
}

// In microseconds: the smallest delay that at least that share did not exceed.
static unused double delay_quantile(double share) {
  uint64_t seen = 0, wanted = (uint64_t)(share * delay_count + 0.999999);
  for (uint32_t bin = 0; delay_bins && bin < BINS; bin++)
    if ((seen += delay_bins[bin]) >= wanted && seen > 0) return bin / 10.0;
  return -1;
}
