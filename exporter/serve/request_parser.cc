#include "serve/request_parser.h"

#include <cstddef>
#include <iterator>
#include <string>

namespace pitel {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::size_t kMaxHeaderFields = 64;

using Header = http::request_header<>;

std::string ToString(beast::string_view text) {
  return std::string(text.data(), text.size());
}

std::string JoinFields(const Header& header, http::field name) {
  std::string joined;
  const auto [first, last] = header.equal_range(name);
  for (auto field = first; field != last; ++field) {
    if (!joined.empty()) joined += ", ";
    joined += ToString(field->value());
  }
  return joined;
}

}  // namespace

Request ToRequest(const RequestParser& parser) {
  const Header& header = parser.get();
  return {ToString(header.method_string()),
          ToString(header.target()),
          JoinFields(header, http::field::accept),
          JoinFields(header, http::field::accept_encoding),
          HasBody(parser),
          JoinFields(header, http::field::host),
          ToString(header[http::field::authorization])};
}

bool HasBody(const RequestParser& parser) {
  return !parser.is_done() ||
         parser.get().count(http::field::transfer_encoding) > 0;
}

std::optional<Response> Refuse(const RequestParser& parser) {
  const Header& header = parser.get();
  const auto fields = std::distance(header.begin(), header.end());
  if (static_cast<std::size_t>(fields) > kMaxHeaderFields) {
    return TextResponse(431, "Too many request header fields");
  }
  const std::size_t hosts = header.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && header.version() == 11)) {
    return TextResponse(400, "Bad request: expected one Host");
  }
  return std::nullopt;
}

Response RespondToMalformed(const boost::system::error_code& error) {
  if (error == http::error::header_limit ||
      error == http::error::buffer_overflow) {
    return TextResponse(431, "Request header too large");
  }
  return TextResponse(400, "Bad request");
}

}  // namespace pitel
