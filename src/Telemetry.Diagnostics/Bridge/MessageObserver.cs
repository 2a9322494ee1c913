namespace Telemetry.Diagnostics;

/// <summary>Receives the messages of a diagnostic listener.</summary>
internal sealed class MessageObserver(SourceFeed feed, NameTable<MessageEvents> messages) : IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(KeyValuePair<string, object?> value)
    {
        try
        {
            MessageEvents events = messages.Get(value.Key);
            if (!events.Message.HasHandlers)
            {
                return;
            }

            if (feed.IsSuppressed)
            {
                feed.Counts.CountSuppressed();
                return;
            }

            feed.Emit(
                events.Message,
                (feed, value, events.IsStop),
                static (state, e) => MessagePayload.Add(state.feed, state.value.Key, state.value.Value, state.IsStop, e));
        }
        catch (Exception e)
        {
            feed.Counts.Count(SourceProblem.EmitFailed, $"A message became no event: {e.GetType().FullName}.");
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
