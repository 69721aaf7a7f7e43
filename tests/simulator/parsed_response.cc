#include "simulator/parsed_response.h"

#include <gtest/gtest.h>

#include "json/byte_source.h"
#include "json/rows.h"

namespace pitel::simulation {
namespace {

class Collector final : public RowHandler {
 public:
  explicit Collector(std::vector<Row>& rows) : rows_(rows) {}
  void ForgetRows() override { rows_.clear(); }
  void BeginRow() override { rows_.emplace_back(); }
  void Key(std::string_view key) override { key_ = key; }
  void Value(std::string_view value) override { rows_.back()[key_] = value; }
  bool EndRow() override { return true; }

 private:
  std::vector<Row>& rows_;
  std::string key_;
};

}  // namespace

ParsedResponse ParseResponse(std::string_view json) {
  ParsedResponse response;
  TextSource source(json);
  Collector collector(response.rows);
  const auto summary = ReadRows(source, collector);
  EXPECT_TRUE(summary.ok());
  if (summary) response.total = summary->reported_rows;
  return response;
}

std::string RenderToString(const Directory& directory, const Board& board,
                           const RowOptions& options) {
  std::string buffer;
  std::string json;
  RenderRows(directory, board, options, buffer, [&](std::string_view chunk) {
    json += chunk;
    return true;
  });
  return json;
}

std::string RenderToString(const World& world) {
  return RenderToString(world.directory(), world.board());
}

ParsedResponse RowsOf(const World& world) {
  return ParseResponse(RenderToString(world));
}

}  // namespace pitel::simulation
