#include "support/server_socket.h"

#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace pitel {
namespace {

constexpr int kCertificateRequired =
    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
std::unique_ptr<BIO, BioFree> Reader(const std::string& text) {
  return std::unique_ptr<BIO, BioFree>(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

}  // namespace

TlsContext MakeTlsContext(const ScriptedServerOptions& options) {
  if (!options.identity) return nullptr;
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  X509* certificate = PEM_read_bio_X509(
      Reader(options.identity->certificate).get(), nullptr, nullptr, nullptr);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(Reader(options.identity->key).get(),
                                          nullptr, nullptr, nullptr);
  SSL_CTX_use_certificate(context.get(), certificate);
  SSL_CTX_use_PrivateKey(context.get(), key);
  X509_free(certificate);
  EVP_PKEY_free(key);
  if (options.newest_tls == NewestTls::kTls12) {
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  }
  if (options.newest_tls == NewestTls::kTls11) {
    // It needs signatures that OpenSSL no longer trusts by default.
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
  }
  if (!options.client_authority.empty()) {
    X509* authority = PEM_read_bio_X509(Reader(options.client_authority).get(),
                                        nullptr, nullptr, nullptr);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), authority);
    X509_free(authority);
    SSL_CTX_set_verify(context.get(),
                       options.certificate_is_optional ? SSL_VERIFY_PEER
                                                       : kCertificateRequired,
                       nullptr);
  }
  if (!options.gives_session_tickets) {
    SSL_CTX_set_num_tickets(context.get(), 0);
  }
  return context;
}

bool WaitUnlessStopped(int socket, short events, int stop) {
  pollfd descriptors[] = {{socket, events, 0}, {stop, POLLIN, 0}};
  while (::poll(descriptors, 2, -1) < 0 && errno == EINTR) continue;
  return descriptors[1].revents == 0;
}

ServerSocket::ServerSocket(int socket, int stop)
    : socket_(socket), stop_(stop) {}

ServerSocket::~ServerSocket() {
  if (ssl_ && open_) SSL_shutdown(ssl_.get());
  ssl_.reset();
  ::close(socket_);
}

bool ServerSocket::Await(short events) {
  open_ = open_ && WaitUnlessStopped(socket_, events, stop_);
  return open_;
}

// Whether an operation of OpenSSL that returned `result` is to be repeated.
bool ServerSocket::AwaitSsl(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ) return Await(POLLIN);
  if (error == SSL_ERROR_WANT_WRITE) return Await(POLLOUT);
  open_ = false;
  return false;
}

bool ServerSocket::Handshake(SSL_CTX* context) {
  ssl_.reset(SSL_new(context));
  SSL_set_fd(ssl_.get(), socket_);
  int result = 0;
  while (open_ && (result = SSL_accept(ssl_.get())) <= 0) {
    if (!AwaitSsl(result)) return false;
  }
  return open_;
}

bool ServerSocket::Receive(std::string& buffer) {
  char data[4096];
  while (open_) {
    const ssize_t got = ssl_ ? SSL_read(ssl_.get(), data, sizeof data)
                             : ::recv(socket_, data, sizeof data, MSG_DONTWAIT);
    if (got > 0) {
      buffer.append(data, static_cast<std::size_t>(got));
      return true;
    }
    if (ssl_) {
      AwaitSsl(static_cast<int>(got));
    } else if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
      Await(POLLIN);
    } else {
      open_ = false;
    }
  }
  return false;
}

void ServerSocket::Send(std::string_view bytes) {
  while (open_ && !bytes.empty()) {
    const ssize_t sent = ssl_ ? SSL_write(ssl_.get(), bytes.data(),
                                          static_cast<int>(bytes.size()))
                              : ::send(socket_, bytes.data(), bytes.size(),
                                       MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (ssl_) {
      AwaitSsl(static_cast<int>(sent));
    } else if (errno == EAGAIN || errno == EINTR) {
      Await(POLLOUT);
    } else {
      open_ = false;
    }
  }
}

void ServerSocket::Drip(std::string_view bytes,
                        std::chrono::milliseconds pause) {
  for (const char byte : bytes) {
    if (!open_) return;
    Send({&byte, 1});
    pollfd stop = {stop_, POLLIN, 0};
    if (::poll(&stop, 1, static_cast<int>(pause.count())) > 0) open_ = false;
  }
}

void ServerSocket::SendForever(std::string_view bytes) {
  while (open_) Send(bytes);
}

void ServerSocket::Hang() {
  char data[4096];
  while (Await(POLLIN)) {
    const ssize_t got = ::recv(socket_, data, sizeof data, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN)) open_ = false;
  }
}

void ServerSocket::DemandCertificate() {
  SSL_set_verify(ssl_.get(), kCertificateRequired, nullptr);
  if (SSL_verify_client_post_handshake(ssl_.get()) != 1 ||
      SSL_do_handshake(ssl_.get()) != 1) {
    open_ = false;
  }
  std::string rest;
  while (Receive(rest)) continue;
}

void ServerSocket::Close() {
  if (ssl_ && open_) SSL_shutdown(ssl_.get());
  ::shutdown(socket_, SHUT_RDWR);
  open_ = false;
}

void ServerSocket::Reset() {
  const linger at_once = {1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  open_ = false;  // and closed, which sends the RST, by the destructor
}

}  // namespace pitel
