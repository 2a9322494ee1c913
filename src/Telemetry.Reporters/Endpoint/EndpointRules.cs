namespace Telemetry.Reporters;

/// <summary>The requests that an endpoint accepts. Immutable.</summary>
/// <remarks>A web page whose name is made to resolve to 127.0.0.1 (DNS rebinding) can send requests to an endpoint of the own machine,
/// and read the responses. Its requests have the name as the header <c>Host</c>. So an endpoint of the own machine that requires no
/// credentials accepts only <c>localhost</c>, IP addresses, and requests without the header.</remarks>
/// <param name="path">The path of the metrics.</param>
/// <param name="credentials">The credentials that clients have to send.</param>
/// <param name="isLoopback">Whether the endpoint can be reached from the own machine only.</param>
internal sealed class EndpointRules(string path, EndpointCredentials credentials, bool isLoopback)
{
    /// <summary>Returns the response to a request that is refused; null if it is accepted.</summary>
    internal HttpResponse? Refuse(HttpRequest request)
    {
        if (!credentials.Accept(request["Authorization"]))
        {
            var response = HttpResponse.Error(401, "The credentials are missing or wrong.");
            foreach (string challenge in credentials.Challenges)
            {
                response.Add("WWW-Authenticate", challenge);
            }

            return response;
        }

        if (isLoopback && !credentials.AreRequired && request["Host"] is { } host && !HostHeader.NeedsNoNameServer(host))
        {
            return HttpResponse.Error(
                403,
                "Without credentials, the metrics are only for the own machine. Use 'localhost' or an IP address in the URL, or require"
                    + " credentials.");
        }

        if (request.Path != path)
        {
            return HttpResponse.Error(404, $"The metrics are at {path}.");
        }

        return request.Method is "GET" or "HEAD"
            ? null
            : HttpResponse.Error(405, "Use GET or HEAD.").Add("Allow", "GET, HEAD");
    }
}
