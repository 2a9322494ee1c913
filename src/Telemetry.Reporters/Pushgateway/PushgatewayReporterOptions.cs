namespace Telemetry.Reporters;

/// <summary>The options of a <c>PushgatewayReporter</c>.</summary>
public sealed class PushgatewayReporterOptions : ReporterOptions
{
    /// <summary>The address of the server, such as <c>http://push.example.com:9091</c>, with a path only if a proxy needs one. A user
    /// name and a password in it are used for basic authentication, and are not shown.</summary>
    public required Uri Uri { get; set; }

    /// <summary>The value of the label <c>job</c>, with which each grouping key begins.</summary>
    public required string Job { get; set; }

    /// <summary>The other labels of the grouping key, such as <c>instance</c>.</summary>
    public IReadOnlyDictionary<string, string> GroupingKey { get; set; } = new Dictionary<string, string>();

    /// <summary>The names of tags whose values are added to the grouping key, so that there is a group for each combination of their
    /// values. A metric without such a tag, and a series whose value of it is empty, is in the group without it.</summary>
    public IReadOnlyList<string> GroupTags { get; set; } = [];

    /// <summary>The method of a push.</summary>
    public PushMethod Method { get; set; }

    /// <summary>The longest time for a report, which pushes all groups: more than zero and at most a minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the groups are deleted at the end, in place of a last report.</summary>
    public bool DeleteOnStop { get; set; }

    /// <summary>The name of the user for basic authentication; null for none.</summary>
    public string? UserName { get; set; }

    /// <summary>The password for basic authentication; null for none.</summary>
    public string? Password { get; set; }

    /// <summary>The token to send as <c>Authorization: Bearer</c>; null for none.</summary>
    public string? BearerToken { get; set; }
}
