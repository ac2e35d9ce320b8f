// A queue with one server: requests are served first come first served, each takes a fixed time, and once, a while after
// the first has arrived, nothing is served for a while. What each takes is therefore known by arithmetic.
// Usage: pausing-server PORT SERVICE_NANOSECONDS PAUSE_AFTER_NANOSECONDS PAUSE_NANOSECONDS; on SIGTERM it prints a line of JSON: how
// many it answered, the p99 and p99.9 of its own delays in microseconds, and when the pause began after the first arrival.
// During the pause it still accepts and reads, which the kernel would otherwise do for it; it spins.
#include "bench-server.h"

#define QUEUE 65536
// Few at a time, so that what is due is not kept waiting by what arrives.
#define EVENTS 8

struct held { int fd; int64_t received; };

static const char RESPONSE[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
static struct held queue[QUEUE];
static uint32_t head, tail;

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int64_t service = atoll(argv[2]), pause_after = atoll(argv[3]), pause = atoll(argv[4]);
  int64_t first_at = 0, pause_from = 0, free_at = 0;
  int listener = listen_on("127.0.0.1", atoi(argv[1]), 0), epoll = epoll_create1(0);
  struct epoll_event events[EVENTS];
  watch(epoll, listener);
  end_on_sigterm();
  puts("ready");
  fflush(stdout);
  while (!ending) {
    int ready = epoll_wait(epoll, events, EVENTS, 0);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        int client = accept_on(epoll, listener);
        if (client >= 0) stamp_both_ways(client);
        continue;
      }
      int64_t received = receive_stamped(fd);
      if (received > 0) queue[tail++ % QUEUE] = (struct held){fd, received};
      else if (received == 0) close(fd);
      if (received > 0 && first_at == 0) first_at = received, pause_from = received + pause_after;
    }
    // By the schedule and not by the clock: that reading and sending take a moment does not add up.
    while (head != tail) {
      struct held *held = &queue[head % QUEUE];
      int64_t begins = held->received > free_at ? held->received : free_at;
      if (begins >= pause_from && begins < pause_from + pause) begins = pause_from + pause;
      if (now() < begins + service) break;
      free_at = begins + service;
      record_delay(now() - held->received);
      send(held->fd, RESPONSE, sizeof RESPONSE - 1, MSG_NOSIGNAL);
      head++;
    }
  }
  printf("{\"answered\":%llu,\"p99\":%.1f,\"p999\":%.1f,\"pausedAfterMs\":%.3f}\n", (unsigned long long)delay_count, delay_quantile(0.99),
         delay_quantile(0.999), (pause_from - first_at) / 1e6);
  return 0;
}
