#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/rows.h"
#include "simulator/world.h"

namespace pitel::simulation {

using Row = std::map<std::string, std::string>;

// A response of GET /v3/monitor, read back as a client would.
struct ParsedResponse {
  std::vector<Row> rows;
  std::optional<std::uint64_t> total;
};

// Fails the test if `json` is not a response.
ParsedResponse ParseResponse(std::string_view json);

std::string RenderToString(const Directory& directory, const Board& board,
                           const RowOptions& options = {});
std::string RenderToString(const World& world);

// The rows that the world shows now.
ParsedResponse RowsOf(const World& world);

}  // namespace pitel::simulation
