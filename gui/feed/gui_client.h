// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/client.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <mutex>

namespace fairlead {

/// The Client as the GUI uses it. Answers come on any thread; they are passed to the GUI thread, and dropped when the
/// asker is gone. Threads: GUI. Borrows the Client, which may outlive it with answers still to come.
class GuiClient final : public QObject
{
    Q_OBJECT
public:
    explicit GuiClient(Client &client)
        : m_client(client)
        , m_door(std::make_shared<Door>())
    {
        m_door->receiver = this;
    }
    ~GuiClient() override
    {
        const std::lock_guard<std::mutex> lock(m_door->mutex);
        m_door->receiver = nullptr;
    }

    Client &ask() { return m_client; }

    /// Wraps `then`: it is called later, in the GUI thread, while `asker` lives.
    template <typename T>
    Answer<T> here(QObject *asker, std::function<void(Result<T>)> then)
    {
        return [door = m_door, asker = QPointer<QObject>(asker), then = std::move(then)](Result<T> result) {
            auto kept = std::make_shared<Result<T>>(std::move(result));
            const std::lock_guard<std::mutex> lock(door->mutex);
            if (!door->receiver)
                return;
            QMetaObject::invokeMethod(
                door->receiver,
                [asker, then, kept] {
                    if (asker)
                        then(std::move(*kept));
                },
                Qt::QueuedConnection);
        };
    }

private:
    struct Door
    {
        std::mutex mutex;
        QObject *receiver = nullptr; ///< null after the GUI has gone
    };
    Client &m_client;
    const std::shared_ptr<Door> m_door;
};

} // namespace fairlead
