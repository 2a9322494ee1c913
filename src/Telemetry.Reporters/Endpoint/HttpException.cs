namespace Telemetry.Reporters;

/// <summary>The exception for a request that is answered with an error.</summary>
/// <param name="status">The status code.</param>
/// <param name="message">The reason, as one sentence for the client.</param>
internal sealed class HttpException(int status, string message) : Exception(message)
{
    internal int Status => status;
}
