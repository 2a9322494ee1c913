namespace Telemetry;

/// <summary>Calls a filter and counts its failures in a row, until it returns again. That does not reset the failures of the
/// handler in a row, as the handler is not called.</summary>
internal sealed class CountingFilter(HandlerFilter filter, FailureCounts counts, Func<Exception, bool> isHandlerFailure)
{
    internal bool IsMatch(in EventData data, object? config)
    {
        bool isMatch;
        try
        {
            isMatch = filter(in data, config);
        }
        catch (Exception e) when (CountFailure(e))
        {
            throw;
        }

        if (!isMatch)
        {
            counts.OnFilteredOut();
        }

        return isMatch;
    }

    // Always returns false: as an exception filter, it counts the failure and leaves the stack of the exception intact.
    private bool CountFailure(Exception exception)
    {
        if (isHandlerFailure(exception))
        {
            counts.OnFilterFailure();
        }

        return false;
    }
}
