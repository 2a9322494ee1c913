namespace Telemetry.Logging;

/// <summary>The members of an exception in a line: its type, its message, its stack trace, and the exceptions that caused it.</summary>
internal static class ExceptionMembers
{
    private const int MaxCauses = 8;

    internal static IEnumerable<KeyValuePair<string, object?>> Of(Exception exception)
    {
        yield return new("type", exception.GetType().ToString());
        yield return new("message", Text(() => exception.Message));
        if (Text(() => exception.StackTrace) is { Length: > 0 } stack)
        {
            yield return new("stack", stack);
        }

        string[] causes = [.. Causes(exception)];
        if (causes.Length > 0)
        {
            yield return new("causes", causes);
        }
    }

    private static IEnumerable<string> Causes(Exception exception)
    {
        Exception? cause = exception;
        for (int i = 0; i < MaxCauses && cause is not null; i++)
        {
            if (cause is AggregateException several && several.InnerExceptions.Count > 1)
            {
                foreach (Exception inner in several.InnerExceptions.Take(MaxCauses))
                {
                    yield return Describe(inner);
                }

                yield break;
            }

            cause = cause.InnerException;
            if (cause is not null)
            {
                yield return Describe(cause);
            }
        }
    }

    private static string Describe(Exception cause) => $"{cause.GetType()}: {Text(() => cause.Message)}";

    private static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
        {
            return Unreadable.Because(e);
        }
    }
}
