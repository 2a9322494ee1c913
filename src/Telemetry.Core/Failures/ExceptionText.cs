namespace Telemetry;

/// <summary>Reads the texts of an exception. Its type may override them to throw, which must not make the report of a failure
/// fail.</summary>
internal static class ExceptionText
{
    internal static string StackTrace(Exception exception) => Read(exception, static e => e.StackTrace);

    internal static string Message(Exception exception) => Read(exception, static e => e.Message);

    internal static string Full(Exception exception) => Read(exception, static e => e.ToString());

    private static string Read(Exception exception, Func<Exception, string?> text)
    {
        try
        {
            return text(exception) ?? string.Empty;
        }
        catch (Exception e)
        {
            return $"({exception.GetType()}, whose text could not be read: {e.GetType()})";
        }
    }
}
