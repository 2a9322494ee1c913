namespace Telemetry.Reporters;

/// <summary>The text that credentials can have in the header <c>Authorization</c>.</summary>
internal static class HttpCredentials
{
    internal static bool IsToken(string token) => token.Length > 0 && token.All(c => c is > ' ' and <= '~');

    // The first colon separates the name from the password.
    internal static bool IsUserName(string name) => name.IndexOf(':') < 0;
}
