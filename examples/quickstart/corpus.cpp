// SPDX-License-Identifier: Apache-2.0
#include "examples/quickstart/corpus.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fairlead {

namespace {
constexpr std::uintmax_t documentBytesMin = 1024;
constexpr std::uintmax_t documentBytesMax = 200 * 1024;
constexpr std::array<const char *, 3> queues {"compress", "hash", "words"};

struct Document
{
    std::filesystem::path path;
    std::uintmax_t size = 0;
};

void addDocument(const std::filesystem::path &path, std::vector<Document> &documents)
{
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && std::filesystem::is_regular_file(path, error) && size >= documentBytesMin && size <= documentBytesMax)
        documents.push_back({path, size});
}

std::vector<Document> findDocuments()
{
    std::vector<Document> documents;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator("/usr/share/common-licenses", error))
        addDocument(entry.path(), documents);
    for (const auto &package : std::filesystem::directory_iterator("/usr/share/doc", error))
        addDocument(package.path() / "copyright", documents);
    // By size, so that neighbours are alike; by name among equals, so that every run is the same.
    std::sort(documents.begin(), documents.end(),
        [](const Document &a, const Document &b) { return a.size != b.size ? a.size < b.size : a.path < b.path; });
    return documents;
}

NewJob jobFor(const Document &document, const TenantName &tenant, std::size_t number)
{
    std::ifstream in(document.path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    NewJob job;
    job.queue = QueueName::trusted(queues.at(number % queues.size()));
    job.tenant = tenant;
    job.payload = bytes.str();
    job.contentType = "text/plain";
    job.tags = {document.path.parent_path().filename().string()};
    return job;
}
} // namespace

std::vector<TenantName> quickstartTenants()
{
    std::vector<TenantName> tenants;
    for (const char *name : {"flood", "ada", "ben", "cleo", "dov"})
        tenants.push_back(TenantName::trusted(name));
    return tenants;
}

Result<std::vector<NewJob>> quickstartJobs(int total)
{
    const std::vector<Document> documents = findDocuments();
    if (documents.empty())
        return failure(
            ErrorCode::NotFound, "no documents of 1 to 200 KiB in /usr/share/doc and /usr/share/common-licenses");
    const std::vector<TenantName> tenants = quickstartTenants();
    const auto flood = static_cast<std::size_t>(total) * 8 / 10;
    const std::size_t small = (static_cast<std::size_t>(total) - flood) / (tenants.size() - 1);
    std::vector<NewJob> jobs;
    // The flood comes first: whoever serves in order of arrival lets everyone else wait for all of it.
    for (std::size_t i = 0; i < flood; ++i)
        jobs.push_back(jobFor(documents[(i * 7919) % documents.size()], tenants.front(), i));
    for (std::size_t i = 0; i < small; ++i) {
        for (std::size_t tenant = 1; tenant < tenants.size(); ++tenant)
            jobs.push_back(jobFor(documents[(i * 7919) % documents.size()], tenants[tenant], i));
    }
    return jobs;
}

} // namespace fairlead
