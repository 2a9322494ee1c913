using System.Globalization;

namespace Telemetry;

/// <summary>One wait for events of a recorder.</summary>
/// <param name="events">The events of the recorder.</param>
/// <param name="pattern">The pattern of the events.</param>
/// <param name="where">The condition that they have to meet; null for none.</param>
/// <param name="count">The number of events.</param>
/// <param name="position">The number of events of the recorder that are not considered.</param>
internal sealed class EventWait(RecordedEvents events, EventPattern pattern, Func<EventRecord, bool>? where, int count, int position)
{
    private readonly List<EventRecord> _found = [];
    private readonly List<EventRecord> _unmet = [];
    private readonly List<EventRecord> _others = [];
    private int _position = position;

    /// <summary>Waits for the events.</summary>
    /// <param name="timeout">The longest time to wait.</param>
    /// <param name="describe">Returns what is special about the recorder, as sentences for the message of the exception.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="EventWaitException">They were not recorded in time.</exception>
    internal async Task<EventRecord[]> RunAsync(TimeSpan timeout, Func<string> describe, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task limit = Task.Delay(timeout, end.Token);
        try
        {
            while (true)
            {
                // Read before the records: an event that arrives in between is found.
                bool isOver = limit.IsCompleted;
                if (TryFind(out Task? changed))
                {
                    return [.. _found];
                }

                cancellation.ThrowIfCancellationRequested();
                if (isOver || changed is null)
                {
                    throw new EventWaitException(Reason(changed is null ? null : timeout) + describe());
                }

                await Task.WhenAny(changed, limit).ConfigureAwait(false);
            }
        }
        finally
        {
            end.Cancel();
        }
    }

    // Without a lock, as the condition is code of the test.
    private bool TryFind(out Task? changed)
    {
        foreach (EventRecord record in events.ReadFrom(ref _position, out changed))
        {
            if (!pattern.IsMatch(record.EventName))
            {
                _others.Add(record);
            }
            else if (where?.Invoke(record) == false)
            {
                _unmet.Add(record);
            }
            else
            {
                _found.Add(record);
                if (_found.Count == count)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private string Reason(TimeSpan? timeout)
    {
        string condition = where is null ? string.Empty : " that meets the condition";
        string end = timeout is { } time
            ? $"within {time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s"
            : "before the recorder was disposed";
        string message = count == 1
            ? $"No event '{pattern}'{condition} was recorded {end}."
            : $"{_found.Count} of {count} events '{pattern}'{condition} were recorded {end}.";
        if (_unmet.Count > 0)
        {
            message += $"\n{RecordedText.Count(_unmet.Count, "event")} matched the name, but not the condition:"
                + RecordedText.Lines(_unmet);
        }

        if (count > 1 && _found.Count > 0)
        {
            message += $"\nThe events that were recorded:{RecordedText.Lines(_found)}";
        }

        if (_others.Count > 0)
        {
            message += $"\n{RecordedText.Count(_others.Count, "event")} of other names: "
                + $"{RecordedText.Names(_others, pattern.ToString())}.";
        }
        else if (_unmet.Count + _found.Count == 0)
        {
            message += "\nNo other event was recorded either.";
        }

        return message;
    }
}
