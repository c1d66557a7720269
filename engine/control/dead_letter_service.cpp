// SPDX-License-Identifier: Apache-2.0
#include "engine/control/dead_letter_service.h"

#include "engine/domain/job_specs.h"

namespace fairlead {

void DeadLetterService::list(const DeadLetterQuery &query, Answer<DeadLetterPage> answer)
{
    m_reader.ask<DeadLetterPage>(
        [query](StoreReader &reader) { return reader.jobs().listDeadLetters(query); }, std::move(answer));
}

void DeadLetterService::group(const LetterGroupQuery &query, Answer<LetterGroups> answer)
{
    m_reader.ask<LetterGroups>(
        [query](StoreReader &reader) { return reader.jobs().groupDeadLetters(query); }, std::move(answer));
}

void DeadLetterService::find(const JobId &id, Answer<DeadLetter> answer)
{
    m_jobs.find(id, [id, answer = std::move(answer)](Result<JobRecord> record) {
        if (!record) {
            answer(failure(record.error()));
            return;
        }
        if (record->state != JobState::Dead && record->state != JobState::Expired) {
            answer(failure(ErrorCode::NotFound,
                "job " + id.text() + " is " + std::string(jobStateName(record->state)) + ", not a dead letter"));
            return;
        }
        DeadLetter letter {.record = std::move(*record), .firstError = {}, .lastError = {}};
        if (!letter.record.errors.empty()) {
            letter.firstError = letter.record.errors.front();
            letter.lastError = letter.record.errors.back();
        }
        answer(std::move(letter));
    });
}

void DeadLetterService::editAndRetry(
    const JobId &id, NewPayload payload, Answer<EnqueueReceipt> answer, JobService::Sender sender)
{
    find(id,
        [this, id, payload = std::move(payload), answer = std::move(answer), sender = std::move(sender)](
            const Result<DeadLetter> &letter) {
            if (!letter) {
                answer(failure(letter.error()));
                return;
            }
            m_jobs.enqueue(
                {corrected(id, letter->record.job.spec, payload)},
                [answer](const Result<std::vector<Result<EnqueueReceipt>>> &receipts) {
                    if (!receipts)
                        answer(failure(receipts.error()));
                    else if (receipts->front() && !receipts->front()->isNew)
                        answer(failure(ErrorCode::Conflict,
                            "job " + receipts->front()->id.text() + " holds its unique key; cancel that one first"));
                    else
                        answer(receipts->front());
                },
                sender);
        });
}

} // namespace fairlead
