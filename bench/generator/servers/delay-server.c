// A server that answers every request a fixed time after the kernel received it, and knows how long it really took: from
// the kernel's stamp of the request to the kernel's stamp of the response.
// Usage: delay-server PORT HOLD_NANOSECONDS; on SIGTERM it prints a line of JSON: how many delays it took, and their
// p50 and p99 in microseconds. It spins, so it needs a core of its own. One request is one small read; it parses nothing.
#include "bench-server.h"

#define QUEUE 65536
#define DESCRIPTORS 65536
// Where more are held there is always one being sent: the way out is warm then, the clock before the call is 1 to 3 us
// early, and the stamp of each would slow the server down.
#define FEW 128

struct held { int fd; int64_t received; };

static const char RESPONSE[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
static struct held queue[QUEUE];
static uint32_t head, tail;
static int64_t unsettled[QUEUE];
static uint32_t unsettled_count;
// A stamp that did not come at once may come later, and would be taken for the next one's.
static char stamps_late[DESCRIPTORS];

// What was answered after the last request had come in was answered after the load's end, and the generator does not
// count it: a delay counts when a request comes in after it.
static void settle_delays(void) {
  for (uint32_t i = 0; i < unsettled_count; i++) record_delay(unsettled[i]);
  unsettled_count = 0;
}

// Every request is one delay: a choice among them would have quantiles of its own.
static void answer(struct held *held) {
  int is_stamped = tail - head < FEW && !stamps_late[held->fd];
  int64_t before = now(), left = 0;
  if (is_stamped) left = send_stamped(held->fd, RESPONSE, sizeof RESPONSE - 1);
  else if (send(held->fd, RESPONSE, sizeof RESPONSE - 1, MSG_NOSIGNAL) < 0) return;
  if (is_stamped && left == 0) stamps_late[held->fd] = 1;
  if (unsettled_count == QUEUE) settle_delays();
  unsettled[unsettled_count++] = (left > 0 ? left : before) - held->received;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int64_t hold = atoll(argv[2]);
  int listener = listen_on("127.0.0.1", atoi(argv[1]), 0), epoll = epoll_create1(0);
  struct epoll_event events[512];
  watch(epoll, listener);
  end_on_sigterm();
  puts("ready");
  fflush(stdout);
  while (!ending) {
    int ready = epoll_wait(epoll, events, 512, 0);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        int client = accept_on(epoll, listener);
        if (client < 0) continue;
        stamp_both_ways(client);
        stamps_late[client] = 0;
        continue;
      }
      int64_t received = receive_stamped(fd);
      if (received == 0) close(fd);
      if (received <= 0) continue;
      queue[tail++ % QUEUE] = (struct held){fd, received};
      settle_delays();
    }
    // In the order they were read, which differs from the order they arrived in by microseconds at most.
    while (head != tail && now() >= queue[head % QUEUE].received + hold) answer(&queue[head++ % QUEUE]);
  }
  printf("{\"count\":%llu,\"p50\":%.1f,\"p99\":%.1f}\n", (unsigned long long)delay_count, delay_quantile(0.50), delay_quantile(0.99));
  return 0;
}
