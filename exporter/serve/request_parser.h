// A private header of serve. Only the header of a request is read.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <optional>

#include "serve/response.h"

namespace pitel {

constexpr std::uint32_t kMaxHeaderBytes = 8 * 1024;

using RequestParser =
    boost::beast::http::request_parser<boost::beast::http::empty_body>;

// The following take a parser that has read a whole header.

Request ToRequest(const RequestParser& parser);

// Whether the request has a body, which is not read.
bool HasBody(const RequestParser& parser);

// The response to a well-formed header that is not accepted; absent if it is.
std::optional<Response> Refuse(const RequestParser& parser);

// The response to a header that could not be parsed.
Response RespondToMalformed(const boost::system::error_code& error);

}  // namespace pitel
