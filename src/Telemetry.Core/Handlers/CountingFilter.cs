namespace Telemetry;

/// <summary>Asks a filter and counts its failures: a row of them ends when it answers again. A row of failures of the handler
/// does not end by that, as the handler is not called.</summary>
internal sealed class CountingFilter(HandlerFilter filter, FailureCounts counts, Func<Exception, bool> isHandlerFailure)
{
    internal bool IsMatch(in EventData data, object? config)
    {
        bool isMatch;
        try
        {
            isMatch = filter(in data, config);
        }
        catch (Exception e) when (NoteFailure(e))
        {
            throw;
        }

        if (!isMatch)
        {
            counts.OnFilteredOut();
        }

        return isMatch;
    }

    // Always false: it looks at the exception on its way up, and leaves its stack as it is.
    private bool NoteFailure(Exception exception)
    {
        if (isHandlerFailure(exception))
        {
            counts.OnFilterFailure();
        }

        return false;
    }
}
