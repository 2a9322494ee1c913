namespace Telemetry.Tests.Support;

/// <summary>An answer of an <see cref="OtlpServer"/> to a request.</summary>
internal sealed record OtlpAnswer
{
    private const int Unknown = 2;
    private const int Unauthenticated = 16;
    private const int Unavailable = 14;

    private OtlpAnswer()
    {
    }

    /// <summary>Everything was taken.</summary>
    public static OtlpAnswer Ok { get; } = new();

    /// <summary>No answer until <see cref="OtlpServer.Release"/> is called; the data is taken then.</summary>
    public static OtlpAnswer Hang { get; } = new() { Waits = true };

    /// <summary>The credentials are missing or wrong: 401 by HTTP, <c>UNAUTHENTICATED</c> by gRPC.</summary>
    public static OtlpAnswer Refused { get; } = Status(401, Unauthenticated, "who are you?");

    /// <summary>The server is overloaded: 503 by HTTP, <c>UNAVAILABLE</c> by gRPC.</summary>
    public static OtlpAnswer Overloaded { get; } = Status(503, Unavailable, "come back later");

    /// <summary>The status of HTTP.</summary>
    public int HttpStatus { get; private init; } = 200;

    /// <summary>The status of gRPC; null for an answer by something that does not speak gRPC, such as a proxy.</summary>
    public int? GrpcStatus { get; private init; } = 0;

    /// <summary>The text of a failure or of a partial success.</summary>
    public string Text { get; private init; } = string.Empty;

    /// <summary>The number of items that were not taken; null for an answer without a partial success.</summary>
    public long? Rejected { get; private init; }

    /// <summary>The headers, such as <c>Location</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether the body of a failure by HTTP is a message with the text, as OTLP has it, and not the text itself.</summary>
    internal bool HasMessage { get; private init; }

    internal bool Waits { get; private init; }

    internal bool IsSuccess => HttpStatus == 200 && GrpcStatus == 0;

    /// <summary>Returns an answer by which the server took the data without some items.</summary>
    /// <param name="rejected">The number of items that were not taken. With 0, the text is a warning.</param>
    /// <param name="text">The text.</param>
    public static OtlpAnswer Partial(long rejected, string text) => new() { Rejected = rejected, Text = text };

    /// <summary>Returns an answer of a server or a proxy: the status of HTTP with a text, by both protocols.</summary>
    /// <param name="status">The status of HTTP.</param>
    /// <param name="text">The body.</param>
    /// <param name="headers">The headers.</param>
    public static OtlpAnswer Http(int status, string text = "", params (string Name, string Value)[] headers) => new()
    {
        HttpStatus = status,
        GrpcStatus = null,
        Text = text,
        Headers = headers.ToDictionary(header => header.Name, header => header.Value),
    };

    /// <summary>Returns a redirection, by both protocols.</summary>
    public static OtlpAnswer Redirect(Uri location) => Http(302, string.Empty, ("Location", location.OriginalString));

    /// <summary>Returns a failure as OTLP has it: for HTTP, a message with the text.</summary>
    /// <param name="http">The status of HTTP.</param>
    /// <param name="grpc">The status of gRPC.</param>
    /// <param name="text">The text.</param>
    public static OtlpAnswer Status(int http, int grpc = Unknown, string text = "") =>
        new() { HttpStatus = http, GrpcStatus = grpc, Text = text, HasMessage = true };
}
