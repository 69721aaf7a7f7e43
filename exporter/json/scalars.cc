#include "json/scalars.h"

#include <vector>

namespace pitel {
namespace {

class ScalarsReader final : public JsonHandler {
 public:
  const Scalars& scalars() const { return scalars_; }
  bool root_is_object() const { return root_is_object_; }

  bool Open(JsonType type) override {
    if (path_sizes_.empty() && arrays_ == 0) {
      root_is_object_ = type == JsonType::kObject;
    }
    Forget();
    if (type == JsonType::kArray) {
      ++arrays_;
    } else {
      path_sizes_.push_back(path_.size());
    }
    return true;
  }
  bool Close(JsonType type) override {
    if (type == JsonType::kArray) {
      --arrays_;
    } else {
      path_.resize(path_sizes_.back());
      path_sizes_.pop_back();
    }
    return true;
  }
  bool Key(std::string_view key) override {
    path_.resize(path_sizes_.back());
    if (!path_.empty()) path_ += '.';
    path_ += key;
    return true;
  }
  bool Scalar(JsonType type, std::string_view text) override {
    Forget();
    const bool counts =
        root_is_object_ && arrays_ == 0 && type != JsonType::kNull;
    if (counts) scalars_[path_] = text;
    return true;
  }

 private:
  // Forgets what an earlier key of the same name said, whatever its shape.
  void Forget() {
    if (arrays_ > 0) return;
    scalars_.erase(path_);
    const std::string inside = path_ + '.';
    auto from = scalars_.lower_bound(inside);
    while (from != scalars_.end() && from->first.starts_with(inside)) {
      from = scalars_.erase(from);
    }
  }

  Scalars scalars_;
  std::string path_;
  std::vector<std::size_t> path_sizes_;  // of the path outside each object
  int arrays_ = 0;
  bool root_is_object_ = false;
};

}  // namespace

Result<Scalars, JsonError> ReadScalars(ByteSource& source) {
  ScalarsReader reader;
  const JsonOutcome outcome = ReadJson(source, reader);
  if (outcome.error) return *outcome.error;
  if (!reader.root_is_object()) {
    return JsonError{JsonError::Kind::kSchema, "the response is not an object"};
  }
  return reader.scalars();
}

}  // namespace pitel
