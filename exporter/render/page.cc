#include "render/page.h"

#include <map>
#include <utility>

#include "render/gzip.h"

namespace pitel {
namespace {

struct FamilySamples {
  const FamilyHeader* header = nullptr;
  std::vector<std::string_view> samples;
};
using Families = std::map<std::string_view, FamilySamples>;  // by name

// Headers are few, and most sources refer to the same.
Families Select(std::span<const SharedSource> sources,
                const Selection& selection) {
  Families families;
  for (const SharedSource& source : sources) {
    if (!selection.HasTarget(source->target)) continue;
    const std::string_view text = source->text;
    std::size_t begin = 0;
    for (const auto& [header, end] : source->families) {
      FamilySamples& family = families[header->name];
      if (family.header == nullptr) family.header = header;
      family.samples.push_back(text.substr(begin, end - begin));
      begin = end;
    }
  }
  std::erase_if(families, [&](const auto& family) {
    return !selection.HasFamily(*family.second.header);
  });
  return families;
}

// Passes the text of a page to `append`, part by part.
template <typename Append>
void ForEachPart(const Families& families, Format format, Append append) {
  for (const auto& [name, family] : families) {
    append(RenderHeaderLines(*family.header, format));
    for (const std::string_view samples : family.samples) append(samples);
  }
}

PageBody MakeText(const Families& families, Format format) {
  std::size_t size = 0;
  ForEachPart(families, format,
              [&](std::string_view part) { size += part.size(); });
  PageBody body;
  body.bytes.reserve(size);
  ForEachPart(families, format,
              [&](std::string_view part) { body.bytes += part; });
  body.text_size = size;
  return body;
}

PageBody MakeGzip(const Families& families, Format format) {
  GzipWriter writer;
  ForEachPart(families, format,
              [&](std::string_view part) { writer.Append(part); });
  const std::size_t text_size = writer.text_size();
  const auto crc32 = writer.crc32();
  return {std::move(writer).Finish(), text_size, crc32};
}

std::shared_ptr<const PageBody> MakeBody(std::span<const SharedSource> sources,
                                         Form form,
                                         const Selection& selection) {
  const Families families = Select(sources, selection);
  return std::make_shared<const PageBody>(
      form.gzip ? MakeGzip(families, form.format)
                : MakeText(families, form.format));
}

}  // namespace

Page::Page(std::vector<SharedSource> sources) : sources_(std::move(sources)) {}

std::shared_ptr<const PageBody>& Page::Made(Form form) const {
  return made_[2 * static_cast<std::size_t>(form.format) + form.gzip];
}

std::shared_ptr<const PageBody> Page::Find(Form form,
                                           const Selection& selection) const {
  if (!selection.IsAll()) return nullptr;
  const std::lock_guard lock(mutex_);
  return Made(form);
}

std::shared_ptr<const PageBody> Page::Make(Form form,
                                           const Selection& selection) const {
  if (!selection.IsAll()) return MakeBody(sources_, form, selection);
  const std::lock_guard making(making_);
  if (auto body = Find(form)) return body;
  auto body = MakeBody(sources_, form, selection);
  const std::lock_guard lock(mutex_);
  return Made(form) = std::move(body);
}

}  // namespace pitel
