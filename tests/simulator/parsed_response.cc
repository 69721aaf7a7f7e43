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
  std::size_t FieldOf(std::string_view key) override {
    keys_.emplace_back(key);
    return keys_.size() - 1;
  }
  bool TakeRow(RowTexts texts) override {
    Row& row = rows_.emplace_back();
    for (std::size_t i = 0; i < keys_.size(); ++i) row[keys_[i]] = texts[i];
    keys_.clear();
    return true;
  }

 private:
  std::vector<Row>& rows_;
  std::vector<std::string> keys_;  // of the row, which has no more than 20
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
