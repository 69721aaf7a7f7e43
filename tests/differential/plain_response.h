#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pitel::plain {

// A response of /v3/monitor, before its rows mean anything.
struct Response {
  // Why the poll fails as a whole: "parse", "schema", or "" if it does not.
  std::string failure;
  // The rows that are objects; values as text and trimmed.
  std::vector<std::map<std::string, std::string>> rows;
  std::size_t received = 0;  // elements of `data`
  std::size_t not_an_object = 0;
  std::optional<std::uint64_t> total;

  bool complete() const { return !total || received >= *total; }
};

Response ReadResponse(const std::string& document);

}  // namespace pitel::plain
