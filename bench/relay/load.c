// The load of the relay bench: bulk through a server that joins two connections, and the CPU time that it took for it.
//   load relay PORT CALLS PIECE WARM MIB PID        each call is two connections, which say a Relay Bind each and wait for the answer
//   load proxy PORT CALLS PIECE WARM MIB PID BACK   each call is one connection, which the server carries to the port BACK of this program
//   load ports                                      prints two ports that nobody has
// Each call writes pieces of PIECE bytes, WARM MiB of all calls together first, then MIB MiB while the process is watched; what was written is
// compared with what arrives. Prints the process's CPU seconds (user and system, all threads) for each GiB.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MIB = 1 << 20, MOST = 64, BIND = 68, BOUND = 28 };

static size_t piece;
static atomic_ullong arrived;
static atomic_int over;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static double cpu(int pid) {
    char name[64], line[1024];
    unsigned long user, system;
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    FILE *stat = fopen(name, "r");
    if (!stat || !fgets(line, sizeof line, stat)
        || sscanf(strrchr(line, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        die(name);
    fclose(stat);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static struct sockaddr_in loopback(int port) {
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
}

static int dial(int port) {
    struct sockaddr_in at = loopback(port);
    int file = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(file, (void *)&at, sizeof at)) die("load: connect");
    return file;
}

// An ordinary Relay Bind as far as its header says so; whoever joins by order of arrival reads no further.
static int bound(int port) {
    unsigned char bind[BIND] = {0x02, 0xcf, 0, BIND - 20, 0x21, 0x12, 0xa4, 0x42};
    int file = dial(port);
    if (write(file, bind, sizeof bind) != sizeof bind) die("load: bind");
    return file;
}

static void answered(int file) {
    unsigned char answer[BOUND];
    if (recv(file, answer, sizeof answer, MSG_WAITALL) != sizeof answer) die("load: answer");
}

static int listening_at(struct sockaddr_in *at) {
    int file = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    socklen_t length = sizeof *at;
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(file, (void *)at, sizeof *at) || listen(file, MOST) || getsockname(file, (void *)at, &length)) die("load: listen");
    return file;
}

static void *writes(void *argument) {
    char *bytes = malloc(piece);
    memset(bytes, 'l', piece);
    while (!over && write((int)(intptr_t)argument, bytes, piece) > 0);
    return NULL;
}

static void *reads(void *argument) {
    size_t size = 1 << 18;
    char *bytes = malloc(size);
    for (ssize_t n; (n = read((int)(intptr_t)argument, bytes, size)) > 0;) {
        if (bytes[0] != 'l' || bytes[n - 1] != 'l') die("load: other bytes");
        arrived += (unsigned long long)n;
    }
    return NULL;
}

static void until(unsigned long long bytes) {
    while (arrived < bytes) usleep(500);
}

int main(int count, char **words) {
    if (count == 2 && !strcmp(words[1], "ports")) {
        struct sockaddr_in one = loopback(0), other = loopback(0);
        listening_at(&one), listening_at(&other);
        printf("%d %d\n", ntohs(one.sin_port), ntohs(other.sin_port));
        return 0;
    }
    if (count < 8) die("load: words");
    signal(SIGPIPE, SIG_IGN);
    int relay = !strcmp(words[1], "relay"), port = atoi(words[2]), calls = atoi(words[3]), pid = atoi(words[7]), listening = -1;
    unsigned long long warm = strtoull(words[5], NULL, 10) * MIB, much = strtoull(words[6], NULL, 10) * MIB;
    piece = strtoull(words[4], NULL, 10);
    if (calls < 1 || calls > MOST || (!relay && count < 9)) die("load: words");
    if (!relay) {
        struct sockaddr_in at = loopback(atoi(words[8]));
        listening = listening_at(&at);
    }
    for (int i = 0; i < calls; i++) {
        pthread_t thread;
        int from = relay ? bound(port) : dial(port), to = relay ? bound(port) : accept(listening, NULL, NULL);
        if (to < 0) die("load: accept");
        if (relay) answered(from), answered(to);
        pthread_create(&thread, NULL, reads, (void *)(intptr_t)to);
        pthread_create(&thread, NULL, writes, (void *)(intptr_t)from);
    }
    until(warm);
    unsigned long long from = arrived;
    double before = cpu(pid);
    until(from + much);
    double after = cpu(pid);
    unsigned long long carried = arrived - from;
    over = 1;
    printf("%.3f\n", (after - before) * 1024 * MIB / (double)carried);
    return 0;
}
