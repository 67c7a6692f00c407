/* Lets the N-th change of a file below a folder go wrong: a library for LD_PRELOAD.

   CHAOS_FOLDER is the folder, CHAOS_AT is N (0: never), CHAOS_HOW is kill, torn, ENOSPC or EIO.
   Each change adds a byte to the file CHAOS_COUNT, outside of that folder. A full disk stays full. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int number;

static int is_below(const char *path) {
    const char *folder = getenv("CHAOS_FOLDER");
    return folder && path && (path[0] != '/' || strncmp(path, folder, strlen(folder)) == 0);
}

static int is_watched(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0 || path[0] != '/') return 0;
    path[length] = 0;
    return is_below(path);
}

/* Count a change; return 0 to let it happen, 1 to write half of it, or -1 with errno set. */
static int fails(int can_be_full) {
    const char *how = getenv("CHAOS_HOW"), *at = getenv("CHAOS_AT"), *count = getenv("CHAOS_COUNT");
    int wanted = at ? atoi(at) : 0, fd = count ? open(count, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
    if (fd >= 0) {
        syscall(SYS_write, fd, ".", 1);
        close(fd);
    }
    number++;
    if (!wanted || !how || number < wanted) return 0;
    if (strcmp(how, "ENOSPC") == 0) {
        if (!can_be_full) return 0;
        errno = ENOSPC;
        return -1;
    }
    if (number > wanted) return 0;
    if (strcmp(how, "EIO") == 0) {
        errno = EIO;
        return -1;
    }
    if (strcmp(how, "torn") == 0 && can_be_full) return 1;
    kill(getpid(), SIGKILL);
    return -1;
}

static ssize_t after_half(ssize_t written) {
    (void)written;
    kill(getpid(), SIGKILL);
    return -1;
}

#define NEXT(name, type, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *data, size_t size) {
    int fault = is_watched(fd) ? fails(1) : 0;
    if (fault < 0) return -1;
    ssize_t written = syscall(SYS_write, fd, data, fault ? size / 2 : size);
    return fault ? after_half(written) : written;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    int fault = is_watched(fd) ? fails(1) : 0;
    if (fault < 0) return -1;
    ssize_t written = syscall(SYS_pwrite64, fd, data, fault ? size / 2 : size, offset);
    return fault ? after_half(written) : written;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    return pwrite64(fd, data, size, offset);
}

#define ON_FD(name)                                     \
    int name(int fd) {                                  \
        if (is_watched(fd) && fails(0)) return -1;      \
        return NEXT(#name, int, int)(fd);               \
    }
ON_FD(fsync)
ON_FD(fdatasync)

int ftruncate64(int fd, off64_t size) {
    if (is_watched(fd) && fails(0)) return -1;
    return NEXT("ftruncate64", int, int, off64_t)(fd, size);
}

int unlink(const char *path) {
    if (is_below(path) && fails(0)) return -1;
    return NEXT("unlink", int, const char *)(path);
}

int rename(const char *from, const char *to) {
    if (is_below(to) && fails(0)) return -1;
    return NEXT("rename", int, const char *, const char *)(from, to);
}

int link(const char *from, const char *to) {
    if (is_below(to) && fails(0)) return -1;
    return NEXT("link", int, const char *, const char *)(from, to);
}

int mkdir(const char *path, mode_t mode) {
    if (is_below(path) && fails(0)) return -1;
    return NEXT("mkdir", int, const char *, mode_t)(path, mode);
}
