// SPDX-License-Identifier: GPL-3.0-or-later
// The acts on tags.
#include "engine/calls/job_calls.h"
#include "gui/acts/engine_acts.h"
#include "gui/acts/tags_dialog.h"
#include "gui/look/shown.h"

#include <algorithm>
#include <iterator>

namespace fairlead {

namespace {
bool isAmong(const std::vector<std::string> &tags, const std::string &tag)
{
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

/// The change that gives a job back the tags that it has now.
TagChange inverseOf(const TagChange &change, const std::vector<std::string> &now)
{
    TagChange inverse;
    std::copy_if(change.remove.begin(), change.remove.end(), std::back_inserter(inverse.add),
        [&now](const std::string &tag) { return isAmong(now, tag); });
    std::copy_if(change.add.begin(), change.add.end(), std::back_inserter(inverse.remove),
        [&now](const std::string &tag) { return !isAmong(now, tag); });
    return inverse;
}

QStringList tagsOf(const std::vector<JobRecord> &jobs)
{
    QStringList tags;
    for (const JobRecord &job : jobs) {
        for (const std::string &tag : job.job.spec.tags)
            tags.append(shown(tag));
    }
    tags.removeDuplicates();
    tags.sort();
    return tags;
}
} // namespace

/// Changes of tags, made one after another.
struct EngineActs::TagRun
{
    std::vector<TagJob> calls;
    std::vector<TagJob> back; ///< takes back that of `calls` in the same place
    std::vector<TagJob> undo; ///< of the calls that were made
    bool isUndo = false;
    std::size_t next = 0;
    QString firstError;
};

void EngineActs::askTags(const std::vector<JobRecord> &jobs)
{
    if (jobs.empty() || !mayCall(TagJob::info))
        return;
    auto *dialog = new TagsDialog(static_cast<int>(jobs.size()), tagsOf(jobs), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, jobs] {
        const TagChange change = dialog->change();
        const auto run = std::make_shared<TagRun>();
        run->calls.reserve(jobs.size());
        run->back.reserve(jobs.size());
        for (const JobRecord &job : jobs) {
            run->calls.push_back({job.job.id, change});
            run->back.push_back({job.job.id, inverseOf(change, job.job.spec.tags)});
        }
        tagNext(run);
    });
    dialog->open();
}

void EngineActs::tagNext(const std::shared_ptr<TagRun> &run)
{
    if (run->next < run->calls.size()) {
        m_feed.client().ask(run->calls[run->next], this, [this, run](const Result<JobRecord> &result) {
            if (!result && run->firstError.isEmpty())
                run->firstError = shown(result.error().text);
            if (result && !run->isUndo && run->back[run->next].change.check())
                run->undo.push_back(run->back[run->next]);
            ++run->next;
            tagNext(run);
            if (result)
                Q_EMIT jobChanged(*result);
        });
        return;
    }
    if (!run->firstError.isEmpty())
        Q_EMIT failed(tr("Tags of some jobs were not changed: %1").arg(run->firstError));
    else if (run->isUndo)
        Q_EMIT succeeded(tr("The tags are as before"), {});
    const auto takeBack = [this, run] {
        const auto undo = std::make_shared<TagRun>();
        undo->calls = run->undo;
        undo->isUndo = true;
        tagNext(undo);
    };
    if (run->firstError.isEmpty() && !run->isUndo)
        Q_EMIT succeeded(tr("Tags of %n job(s) were changed", nullptr, static_cast<int>(run->calls.size())),
            run->undo.empty() ? std::function<void()>() : takeBack);
    m_feed.refresh();
    Q_EMIT changedJobs();
}

} // namespace fairlead
