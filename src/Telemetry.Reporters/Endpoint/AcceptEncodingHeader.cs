namespace Telemetry.Reporters;

/// <summary>Reads the HTTP header <c>Accept-Encoding</c>: codings, each with a weight <c>q</c>.</summary>
internal static class AcceptEncodingHeader
{
    /// <summary>Determines whether a client accepts gzip, and does not prefer plain text.</summary>
    internal static bool PrefersGzip(string header)
    {
        double? gzip = null;
        double? identity = null;
        double? others = null;
        foreach (string range in AcceptHeader.Split(header, ','))
        {
            string[] parts = [.. AcceptHeader.Split(range, ';')];
            double? weight = AcceptHeader.WeightOf(parts);
            switch (parts[0].Trim().ToLowerInvariant())
            {
                case "gzip" or "x-gzip":
                    gzip ??= weight;
                    break;
                case "identity":
                    identity ??= weight;
                    break;
                case "*":
                    others ??= weight;
                    break;
            }
        }

        double wanted = gzip ?? others ?? 0;
        return wanted > 0 && wanted >= (identity ?? 0);
    }
}
