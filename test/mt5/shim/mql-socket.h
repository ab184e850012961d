// MQL5's sockets with their documented oddities: a socket may be called readable that is not, a read that finds
// nothing in time says -1, and fewer bytes may be sent than were given.
#pragma once
#include "mql-link.h"
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

constexpr uint SOCKET_DEFAULT = 0;
inline std::map<int, bool> mql_sockets;

inline long mql_knob(const char *name, long usual)
{
    const char *given = std::getenv(name);
    return given == nullptr ? usual : std::atol(given);
}
inline bool mql_socket_known(int socket)
{
    if (mql_sockets.contains(socket)) return true;
    mql_last_error = ERR_NETSOCKET_INVALIDHANDLE;
    return false;
}
inline int SocketCreate(uint = SOCKET_DEFAULT)
{
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made >= 0) mql_sockets[made] = false;
    return made < 0 ? INVALID_HANDLE : made;
}
inline bool SocketConnect(int socket, const string server, uint port, uint timeout_ms)
{
    if (!mql_socket_known(socket)) return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)port);
    const std::string host = server.utf8() == "localhost" ? "127.0.0.1" : server.utf8();
    if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
        mql_last_error = ERR_NETSOCKET_CANNOT_CONNECT;
        return false;
    }
    const int flags = fcntl(socket, F_GETFL);
    fcntl(socket, F_SETFL, flags | O_NONBLOCK);
    bool done = connect(socket, (sockaddr *)&address, sizeof address) == 0;
    if (!done && errno == EINPROGRESS) {
        pollfd waiting{socket, POLLOUT, 0};
        int fault = 1;
        socklen_t size = sizeof fault;
        done = ::poll(&waiting, 1, (int)timeout_ms) == 1 &&
               getsockopt(socket, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 && fault == 0;
    }
    fcntl(socket, F_SETFL, flags);
    const int one = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    mql_sockets[socket] = done;
    if (!done) mql_last_error = ERR_NETSOCKET_CANNOT_CONNECT;
    return done;
}
inline bool SocketIsConnected(const int socket) { return mql_sockets.contains(socket) && mql_sockets[socket]; }
inline bool SocketIsWritable(const int socket) { return SocketIsConnected(socket); }
inline bool SocketTimeouts(int socket, uint send_ms, uint receive_ms)
{
    if (!mql_socket_known(socket)) return false;
    const timeval send_in{send_ms / 1000, (int)(send_ms % 1000) * 1000};
    const timeval receive_in{receive_ms / 1000, (int)(receive_ms % 1000) * 1000};
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &send_in, sizeof send_in);
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &receive_in, sizeof receive_in);
    return true;
}
inline uint SocketIsReadable(const int socket)
{
    if (!mql_socket_known(socket) || !mql_sockets[socket]) return 0;
    int count = 0;
    ioctl(socket, FIONREAD, &count);
    return count > 0 ? (uint)count : 1; // "speculatively", also on an empty buffer
}
inline int mql_socket_broken(int socket)
{
    mql_sockets[socket] = false;
    mql_last_error = ERR_NETSOCKET_IO_ERROR;
    return -1;
}
inline int SocketRead(int socket, MqlArray<uchar> &buffer, uint maximum, uint timeout_ms)
{
    if (!mql_socket_known(socket) || !mql_sockets[socket]) return -1;
    pollfd waiting{socket, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, timeout_ms == 0 ? 120000 : (int)timeout_ms);
    if (ready == 0) return -1;
    std::vector<uchar> bytes(maximum);
    const ssize_t count = recv(socket, bytes.data(), maximum, 0);
    if (count <= 0) return mql_socket_broken(socket);
    ArrayResize(buffer, count);
    for (ssize_t at = 0; at < count; ++at) buffer[at] = bytes[(size_t)at];
    return (int)count;
}
inline int SocketSend(int socket, const MqlArray<uchar> &buffer, uint length)
{
    if (!mql_socket_known(socket) || !mql_sockets[socket]) return -1;
    if (length > buffer.raw().size()) mql_critical("SocketSend past the end of its array");
    const long most = mql_knob("MQL_SEND_MOST", 0);
    const size_t size = most > 0 && length > (uint)most ? (size_t)most : length;
    const ssize_t count = send(socket, buffer.raw().data(), size, MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
    return count < 0 ? mql_socket_broken(socket) : (int)count;
}
inline bool SocketClose(const int socket)
{
    if (!mql_socket_known(socket)) return false;
    close(socket);
    mql_sockets.erase(socket);
    return true;
}
// TLS is spoken by another program, which takes the connection's place (MQL_TLS_CA names the certificate that it
// insists on). Without one a handshake fails as it does where the other side speaks none.
inline bool SocketTlsHandshake(int handle, const string host)
{
    const char *authority = std::getenv("MQL_TLS_CA");
    sockaddr_in address{};
    socklen_t size = sizeof address;
    int ends[2];
    mql_last_error = ERR_NETSOCKET_HANDSHAKE_FAILED;
    if (authority == nullptr || !mql_socket_known(handle)) return false;
    if (getpeername(handle, (sockaddr *)&address, &size) != 0) return false;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
    const std::string peer = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    if (fork() == 0) {
        dup2(ends[1], 0);
        dup2(ends[1], 1);
        dup2(open("/dev/null", O_WRONLY), 2);
        for (int other = 3; other < 256; ++other) close(other);
        execlp("openssl", "openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", authority,
               "-verify_hostname", host.utf8().c_str(), "-connect", peer.c_str(), (char *)nullptr);
        _exit(1);
    }
    close(ends[1]);
    dup2(ends[0], handle); // closes the plain connection
    close(ends[0]);
    fcntl(handle, F_SETFD, FD_CLOEXEC);
    mql_last_error = ERR_SUCCESS;
    return true;
}
inline bool SocketTlsCertificate(int, string &, string &, string &, string &, datetime &) { return false; }
inline int SocketTlsReadAvailable(int handle, MqlArray<uchar> &buffer, const uint maximum)
{
    if (!mql_socket_known(handle) || !mql_sockets[handle]) return -1;
    std::vector<uchar> bytes(maximum);
    const ssize_t count = recv(handle, bytes.data(), maximum, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0; // nothing yet
    if (count <= 0) return mql_socket_broken(handle);
    ArrayResize(buffer, count);
    for (ssize_t at = 0; at < count; ++at) buffer[at] = bytes[(size_t)at];
    return (int)count;
}
inline int SocketTlsRead(int handle, MqlArray<uchar> &buffer, uint maximum)
{
    return SocketTlsReadAvailable(handle, buffer, maximum);
}
inline int SocketTlsSend(int handle, const MqlArray<uchar> &buffer, uint length) { return SocketSend(handle, buffer, length); }
