/// Kinds of files by their endings, for rules.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace cellerate::modules {

enum class ExtensionKind { Unknown, Image, Tiff, Jpeg, Png, Movie, Flex };

/// The kind that a rule's word stands for: isimage, istif, ...
ExtensionKind extension_kind(std::string_view word);
/// @param extension in lower case, without the dot.
bool is_extension(ExtensionKind kind, const std::string& extension);

}  // namespace cellerate::modules
