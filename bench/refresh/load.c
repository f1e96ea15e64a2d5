// The load of the refresh bench: authenticated registrations by UDP (docs/protocol.md, "Registration"), one after the other over all pieces
// of equipment, and the CPU time that the answering process took for each.
//   load PORT KEYS PIECES SECONDS PID     KEYS is Seed's. With SECONDS 0 each registers once.
//   load bare PORT KEYS PIECES SECONDS PID   to a peer that gives no nonces and checks nothing: the same bytes
//   load echo PORT                         is such a peer itself, without any MAC
// prints microseconds of CPU (user and system, all threads) for each answered registration.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SOCKETS = 4, BATCH = 16, LENGTH = 512, HEADER = 20, MAC = 32, NONCE = 45, WAIT_MS = 200 };

typedef struct {
    uint8_t id[8], registers[MAC], registered[MAC];
} Piece;

typedef struct {
    int file;
    uint8_t nonce[NONCE], address[8];
    uint32_t next, end, begin;
} Source;

static Piece *pieces;
static uint64_t sequence; // rises with every request: nothing is a replay
static uint32_t crcs[256];

static void die(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
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

static uint32_t crc(const uint8_t *bytes, size_t length) {
    uint32_t value = ~0u;
    while (length--) value = crcs[(value ^ *bytes++) & 255] ^ (value >> 8);
    return ~value;
}

static uint8_t *put(uint8_t *at, int type, const void *value, int length) {
    int padded = (length + 3) & ~3;
    memset(at + 4, 0, (size_t)padded);
    at[0] = (uint8_t)(type >> 8), at[1] = (uint8_t)type, at[2] = (uint8_t)(length >> 8), at[3] = (uint8_t)length;
    memcpy(at + 4, value, (size_t)length);
    return at + 4 + padded;
}

static void said(uint8_t *message, ptrdiff_t length) {
    message[2] = (uint8_t)((length - HEADER) >> 8), message[3] = (uint8_t)(length - HEADER);
}

// A Register: with nonce, sequence and MAC, or padded and asking for a nonce.
static size_t request(uint8_t *message, const Source *source, uint32_t piece, int asks) {
    static const uint8_t head[8] = {0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42}, protocol[4] = {0, 0, 0, 1}, lifetime[4] = {0, 0, 0, 180}, padding[100];
    uint64_t number = htobe64(++sequence);
    memcpy(message, head, sizeof head);
    memcpy(message + 8, &piece, 4);
    memcpy(message + 12, &number, 8);
    uint8_t *at = put(message + HEADER, 0x0006, pieces[piece].id, 8);
    at = put(at, 0x5E00, protocol, 4);
    at = put(at, 0x000D, lifetime, 4);
    if (asks) {
        at = put(at, 0x0026, padding, sizeof padding);
    } else {
        uint8_t mac[MAC];
        at = put(at, 0x0014, "ringback", 8);
        at = put(at, 0x0015, source->nonce, NONCE);
        at = put(at, 0x5E01, &number, 8);
        at = put(at, 0x5E02, source->address, 8);
        said(message, at - message + 4 + MAC);
        HMAC(EVP_sha256(), pieces[piece].registers, MAC, message, (size_t)(at - message), mac, NULL);
        at = put(at, 0x001C, mac, MAC);
    }
    said(message, at - message + 8);
    uint32_t fingerprint = htonl(crc(message, (size_t)(at - message)) ^ 0x5354554E);
    return (size_t)(put(at, 0x8028, &fingerprint, 4) - message);
}

static uint8_t *value(uint8_t *message, ssize_t length, int type) {
    for (ssize_t at = HEADER; at + 4 <= length; at += 4 + (((message[at + 2] << 8 | message[at + 3]) + 3) & ~3))
        if ((message[at] << 8 | message[at + 1]) == type) return message + at + 4;
    return NULL;
}

static void connected(Source *source, int port, int bare) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, me;
    socklen_t length = sizeof me;
    uint8_t message[LENGTH];
    source->file = socket(AF_INET, SOCK_DGRAM, 0);
    if (connect(source->file, (void *)&to, sizeof to) || getsockname(source->file, (void *)&me, &length)) die("load: connect");
    uint32_t address = me.sin_addr.s_addr ^ htonl(0x2112A442);
    uint16_t from = me.sin_port ^ htons(0x2112);
    source->address[1] = 1;
    memcpy(source->address + 2, &from, 2);
    memcpy(source->address + 4, &address, 4);
    memset(source->nonce, 'A', NONCE);
    if (bare) return;
    send(source->file, message, request(message, source, source->begin, 1), 0);
    struct pollfd wait = {source->file, POLLIN, 0};
    ssize_t got = poll(&wait, 1, 2000) > 0 ? recv(source->file, message, LENGTH, 0) : 0;
    uint8_t *nonce = value(message, got, 0x0015);
    if (!nonce) die("load: no nonce");
    memcpy(source->nonce, nonce, NONCE);
}

// One batch of registrations; how many were answered, each with its own MAC.
static int batch(Source *source, int bare) {
    static uint8_t messages[BATCH][LENGTH];
    struct mmsghdr all[BATCH] = {0};
    struct iovec parts[BATCH];
    int sent = 0, answered = 0;
    for (; sent < BATCH && source->next < source->end; sent++) {
        parts[sent] = (struct iovec){messages[sent], request(messages[sent], source, source->next++, 0)};
        all[sent].msg_hdr = (struct msghdr){.msg_iov = &parts[sent], .msg_iovlen = 1};
    }
    sent = sendmmsg(source->file, all, (unsigned)sent, 0);
    struct pollfd wait = {source->file, POLLIN, 0};
    while (answered < sent && poll(&wait, 1, WAIT_MS) > 0) {
        for (int i = 0; i < BATCH; i++) parts[i] = (struct iovec){messages[i], LENGTH}, all[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
        int came = recvmmsg(source->file, all, BATCH, MSG_DONTWAIT, NULL);
        for (int i = 0; i < came; i++) {
            uint8_t *message = messages[i], *mac = value(message, all[i].msg_len, 0x001C), right[MAC];
            uint32_t piece;
            memcpy(&piece, message + 8, 4);
            if (!bare && (message[0] != 1 || message[1] != 1 || !mac)) continue;
            if (!bare) { // the MAC covers a length that ends with it
                said(message, mac + MAC - message);
                HMAC(EVP_sha256(), pieces[piece].registered, MAC, message, (size_t)(mac - 4 - message), right, NULL);
                if (memcmp(mac, right, MAC)) {
                    fprintf(stderr, "load: a wrong MAC\n");
                    exit(1);
                }
            }
            answered++;
        }
    }
    return answered;
}

static void echo(int port) {
    static uint8_t messages[2 * BATCH][LENGTH];
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from[2 * BATCH];
    struct mmsghdr all[2 * BATCH];
    struct iovec parts[2 * BATCH];
    int file = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(file, (void *)&at, sizeof at)) die("load: echo");
    for (;;) {
        for (int i = 0; i < 2 * BATCH; i++) {
            parts[i] = (struct iovec){messages[i], LENGTH};
            all[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &parts[i], .msg_iovlen = 1};
        }
        int came = recvmmsg(file, all, 2 * BATCH, MSG_WAITFORONE, NULL);
        for (int i = 0; i < came; i++) parts[i].iov_len = all[i].msg_len;
        if (came > 0) sendmmsg(file, all, (unsigned)came, 0);
    }
}

int main(int count, char **words) {
    for (uint32_t i = 0; i < 256; i++) {
        crcs[i] = i;
        for (int bit = 0; bit < 8; bit++) crcs[i] = crcs[i] & 1 ? 0xEDB88320u ^ (crcs[i] >> 1) : crcs[i] >> 1;
    }
    if (count == 3 && !strcmp(words[1], "echo")) echo(atoi(words[2]));
    int bare = count == 7 && !strcmp(words[1], "bare");
    if (count != 6 + bare) {
        fprintf(stderr, "load: wrong words\n");
        return 2;
    }
    words += bare;
    uint32_t many = (uint32_t)atol(words[3]);
    double seconds = atof(words[4]);
    int pid = atoi(words[5]);
    FILE *keys = fopen(words[2], "rb");
    pieces = calloc(many, sizeof *pieces);
    if (!keys || fread(pieces, sizeof *pieces, many, keys) != many) die(words[2]);
    Source sources[SOCKETS];
    for (uint32_t i = 0; i < SOCKETS; i++) {
        sources[i].begin = sources[i].next = (uint32_t)((uint64_t)many * i / SOCKETS);
        sources[i].end = (uint32_t)((uint64_t)many * (i + 1) / SOCKETS);
        connected(&sources[i], atoi(words[1]), bare);
    }
    double before = cpu(pid), end = now() + seconds;
    uint64_t answered = 0, asked = 0;
    for (int going = 1; going;) {
        going = now() < end;
        for (int i = 0; i < SOCKETS; i++) {
            Source *source = &sources[i];
            if (source->next == source->end && seconds > 0) source->next = source->begin;
            asked += source->end - source->next < BATCH ? source->end - source->next : BATCH;
            answered += (uint64_t)batch(source, bare);
            going |= seconds == 0 && source->next < source->end;
        }
    }
    if (answered < asked - asked / 100) {
        fprintf(stderr, "load: %llu of %llu answered\n", (unsigned long long)answered, (unsigned long long)asked);
        return 1;
    }
    printf("%.2f\n", (cpu(pid) - before) * 1e6 / (double)answered);
    return 0;
}
