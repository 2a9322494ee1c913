namespace Telemetry.Reporters;

/// <summary>The requests that an endpoint accepts. Immutable.</summary>
/// <param name="path">The path of the metrics.</param>
/// <param name="credentials">The credentials that clients have to send.</param>
/// <param name="isLocal">Whether the endpoint is for the own machine.</param>
internal sealed class EndpointRules(string path, EndpointCredentials credentials, bool isLocal)
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

        if (isLocal && !credentials.AreRequired && !HostHeader.IsLocal(request["Host"]))
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
