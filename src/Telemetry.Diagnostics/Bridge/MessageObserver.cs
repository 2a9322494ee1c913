namespace Telemetry.Diagnostics;

/// <summary>Receives the messages of a diagnostic listener.</summary>
internal sealed class MessageObserver(SourceFeed feed) : IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(KeyValuePair<string, object?> value)
    {
        try
        {
            TelemetryEvent target = feed.Events.Get(value.Key);
            if (!target.HasHandlers)
            {
                return;
            }

            if (feed.IsSuppressed)
            {
                feed.Counts.CountSuppressed();
                return;
            }

            feed.Emit(target, (feed, value.Value), static (state, e) => MessagePayload.Add(state.feed, state.Value, e));
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
