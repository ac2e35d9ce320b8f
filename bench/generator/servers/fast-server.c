// A server that costs as little as one can on one core: an epoll, and fixed responses in 100 bytes (/), 10 kB (/10k) and
// chunks (/chunked).
// Usage: fast-server PORT; on SIGTERM it prints a line of JSON: how many requests it answered, and over how many seconds
// from the first to the last.
#include "bench-server.h"

#define DESCRIPTORS 65536
#define REQUEST 1024
// A client that sends faster than it is answered must not keep the others waiting.
#define READS_A_WAKE 4

struct connection { uint32_t length; char bytes[REQUEST]; };
struct response { const char *path; char *bytes; size_t length; };

static struct connection *connections[DESCRIPTORS];
static struct response responses[3];
static uint64_t answered;
static int64_t first_at, last_at;

static void prepare(int index, const char *path, const char *head, size_t size, size_t chunk) {
  char *bytes = malloc(size + 4096), *at = bytes + sprintf(bytes, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n%s\r\n", head);
  for (size_t done = 0; done < size; done += chunk ? chunk : size) {
    size_t piece = chunk ? chunk : size;
    if (chunk) at += sprintf(at, "%zx\r\n", piece);
    memset(at, 'x', piece);
    at += piece;
    if (chunk) at += sprintf(at, "\r\n");
  }
  if (chunk) at += sprintf(at, "0\r\n\r\n");
  responses[index] = (struct response){path, bytes, at - bytes};
}

static const struct response *response_to(const char *request) {
  for (int i = 1; i < 3; i++)
    if (strncmp(request + 4, responses[i].path, strlen(responses[i].path)) == 0) return &responses[i];
  return &responses[0];
}

// Waits where the client's window is full: the responses are small, and a client that does not read gets no other way.
static int send_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t taken = send(fd, bytes, length, MSG_NOSIGNAL);
    if (taken < 0 && errno != EAGAIN) return -1;
    if (taken > 0) bytes += taken, length -= taken;
  }
  return 0;
}

static void let_go(int fd) {
  close(fd);
  free(connections[fd]);
  connections[fd] = NULL;
}

// Answers every request that is complete, and keeps the rest.
static int answer(int fd, struct connection *connection) {
  char *from = connection->bytes, *until = from + connection->length, *end_of_head;
  while ((end_of_head = memmem(from, until - from, "\r\n\r\n", 4))) {
    const struct response *response = response_to(from);
    if (send_all(fd, response->bytes, response->length) < 0) return -1;
    from = end_of_head + 4;
    answered++;
  }
  connection->length = until - from;
  if (from != connection->bytes) memmove(connection->bytes, from, connection->length);
  return connection->length == REQUEST ? -1 : 0;
}

static void serve(int fd) {
  struct connection *connection = connections[fd];
  for (int reads = 0; reads < READS_A_WAKE; reads++) {
    size_t room = REQUEST - connection->length;
    ssize_t length = recv(fd, connection->bytes + connection->length, room, 0);
    if (length < 0 && errno == EAGAIN) return;
    if (length > 0) connection->length += length;
    if (length <= 0 || answer(fd, connection) < 0) {
      let_go(fd);
      return;
    }
    // A read that is not full was the last.
    if ((size_t)length < room) return;
  }
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  prepare(0, "/", "Content-Length: 100\r\n", 100, 0);
  prepare(1, "/10k", "Content-Length: 10000\r\n", 10000, 0);
  prepare(2, "/chunked", "Transfer-Encoding: chunked\r\n", 100, 25);
  int listener = listen_on("127.0.0.1", atoi(argv[1]), 0), epoll = epoll_create1(0);
  struct epoll_event events[512];
  watch(epoll, listener);
  end_on_sigterm();
  puts("ready");
  fflush(stdout);
  while (!ending) {
    int ready = epoll_wait(epoll, events, 512, -1);
    uint64_t before = answered;
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        int client = accept_on(epoll, listener);
        if (client >= 0) connections[client] = calloc(1, sizeof(struct connection));
      } else serve(fd);
    }
    if (answered == before) continue;
    last_at = now();
    if (first_at == 0) first_at = last_at;
  }
  printf("{\"answered\":%llu,\"seconds\":%.6f}\n", (unsigned long long)answered, (last_at - first_at) / 1e9);
  return 0;
}
