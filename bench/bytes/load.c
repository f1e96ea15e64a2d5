// The load of the bytes bench: bulk over TCP or over a program's standard streams, and the CPU time that others took for it.
//   load serve                                  listens on two loopback ports and prints them: a sink, which answers with the number
//                                               of bytes it got (8 bytes), and a source, which writes without end
//   load send|receive PORT WARM MIB PID…        through a connection: WARM MiB first, then MIB MiB while the processes are watched
//   load send|receive pipe WARM MIB PID… -- PROGRAM WORD…   through that program's standard streams; it is watched as well
// prints the watched processes' CPU seconds (user and system, all threads) for each GiB.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 1 << 16, MIB = 1 << 20, MOST = 16 };

static pid_t watched[MOST];
static int watching;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static double cpu(void) {
    double all = 0;
    for (int i = 0; i < watching; i++) {
        char name[64], line[1024];
        snprintf(name, sizeof name, "/proc/%d/stat", watched[i]);
        FILE *stat = fopen(name, "r");
        unsigned long user, system;
        if (!stat || !fgets(line, sizeof line, stat)
            || sscanf(strrchr(line, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
            die(name);
        fclose(stat);
        all += (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
    }
    return all;
}

static void pass(int file, char *bytes, uint64_t count, int out) {
    while (count > 0) {
        size_t piece = count < PIECE ? count : PIECE;
        ssize_t done = out ? write(file, bytes, piece) : read(file, bytes, piece);
        if (done <= 0) die(out ? "load: write" : "load: read");
        count -= (uint64_t)done;
    }
}

static int bound(int *port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    int file = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(file, (void *)&at, sizeof at) || listen(file, 64) || getsockname(file, (void *)&at, &length)) die("load: listen");
    *port = ntohs(at.sin_port);
    return file;
}

static int sink, source;

static void *one(void *argument) {
    int file = (int)(intptr_t)argument >> 1;
    char bytes[PIECE];
    if ((intptr_t)argument & 1) {
        memset(bytes, 's', sizeof bytes);
        while (write(file, bytes, sizeof bytes) > 0);
    } else {
        uint64_t got = 0;
        for (ssize_t n; (n = read(file, bytes, sizeof bytes)) > 0;) got += (uint64_t)n;
        if (write(file, &got, sizeof got) != sizeof got) perror("load: answer");
    }
    close(file);
    return NULL;
}

static void *serve(void *listening) {
    for (;;) {
        int file = accept(*(int *)listening, NULL, NULL);
        pthread_t thread;
        if (file < 0) die("load: accept");
        pthread_create(&thread, NULL, one, (void *)(intptr_t)(file << 1 | (listening == &source)));
        pthread_detach(thread);
    }
    return NULL;
}

int main(int count, char **words) {
    signal(SIGPIPE, SIG_IGN);
    if (count == 2 && !strcmp(words[1], "serve")) {
        int sinks, sources;
        pthread_t thread;
        sink = bound(&sinks);
        source = bound(&sources);
        printf("%d %d\n", sinks, sources);
        fflush(stdout);
        pthread_create(&thread, NULL, serve, &source);
        serve(&sink);
    }
    if (count < 6) die("load: words");
    int out = !strcmp(words[1], "send"), to, from, word = 5;
    uint64_t warm = strtoull(words[3], NULL, 10) * MIB, much = strtoull(words[4], NULL, 10) * MIB;
    for (; word < count && strcmp(words[word], "--") && watching < MOST - 1; word++) watched[watching++] = atoi(words[word]);
    if (strcmp(words[2], "pipe")) {
        struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)atoi(words[2]))};
        to = from = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(to, (void *)&at, sizeof at)) die("load: connect");
    } else {
        int in[2], back[2];
        if (pipe2(in, O_CLOEXEC) || pipe2(back, O_CLOEXEC)) die("load: pipe");
        pid_t child = fork();
        if (child == 0) {
            dup2(in[0], 0);
            dup2(back[1], 1);
            execvp(words[word + 1], words + word + 1);
            die(words[word + 1]);
        }
        close(in[0]);
        close(back[1]);
        to = in[1];
        from = back[0];
        watched[watching++] = child;
    }
    static char bytes[PIECE];
    memset(bytes, 'l', sizeof bytes);
    pass(out ? to : from, bytes, warm, out);
    double before = cpu();
    pass(out ? to : from, bytes, much, out);
    double after = cpu();
    // At the sink the last bytes have arrived once it answers; what is then still on its way is little, and as much as it was before.
    if (out) {
        uint64_t got;
        if (to == from) shutdown(to, SHUT_WR);
        else close(to);
        pass(from, (char *)&got, sizeof got, 0);
        if (got != warm + much) {
            fprintf(stderr, "load: sent %llu, arrived %llu\n", (unsigned long long)(warm + much), (unsigned long long)got);
            return 1;
        }
    }
    printf("%.3f\n", (after - before) * 1024 * MIB / (double)much);
    return 0;
}
