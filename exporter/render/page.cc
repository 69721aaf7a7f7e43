#include "render/page.h"

#include <map>
#include <utility>

#include "render/gzip.h"

namespace pitel {
namespace {

using Samples = std::vector<std::string_view>;

// By name. Headers are few, and most sources refer to the same.
std::map<std::string_view, std::pair<const FamilyHeader*, Samples>>
SamplesByFamily(std::span<const SharedSource> sources) {
  std::map<std::string_view, std::pair<const FamilyHeader*, Samples>> families;
  for (const SharedSource& source : sources) {
    const std::string_view text = source->text;
    std::size_t begin = 0;
    for (const auto& [header, end] : source->families) {
      auto& [first_header, samples] = families[header->name];
      if (first_header == nullptr) first_header = header;
      samples.push_back(text.substr(begin, end - begin));
      begin = end;
    }
  }
  return families;
}

// Passes the text of a page to `append`, part by part.
template <typename Append>
void ForEachPart(std::span<const SharedSource> sources, Format format,
                 Append append) {
  for (const auto& [name, family] : SamplesByFamily(sources)) {
    append(RenderHeaderLines(*family.first, format));
    for (const std::string_view samples : family.second) append(samples);
  }
}

PageBody MakeText(std::span<const SharedSource> sources, Format format) {
  PageBody body;
  for (const SharedSource& source : sources) {
    body.text_size += source->text.size();
  }
  body.bytes.reserve(body.text_size + 16 * 1024);  // with headers
  ForEachPart(sources, format,
              [&](std::string_view part) { body.bytes += part; });
  body.text_size = body.bytes.size();
  return body;
}

PageBody MakeGzip(std::span<const SharedSource> sources, Format format) {
  GzipWriter writer;
  ForEachPart(sources, format,
              [&](std::string_view part) { writer.Append(part); });
  return {std::move(writer).Finish(), writer.text_size(), writer.crc32()};
}

}  // namespace

Page::Page(std::vector<SharedSource> sources) : sources_(std::move(sources)) {}

std::shared_ptr<const PageBody>& Page::Made(Form form) const {
  return made_[2 * static_cast<std::size_t>(form.format) + form.gzip];
}

std::shared_ptr<const PageBody> Page::Find(Form form) const {
  const std::lock_guard lock(mutex_);
  return Made(form);
}

std::shared_ptr<const PageBody> Page::Make(Form form) const {
  const std::lock_guard making(making_);
  if (auto body = Find(form)) return body;
  auto body = std::make_shared<const PageBody>(
      form.gzip ? MakeGzip(sources_, form.format)
                : MakeText(sources_, form.format));
  const std::lock_guard lock(mutex_);
  return Made(form) = std::move(body);
}

}  // namespace pitel
