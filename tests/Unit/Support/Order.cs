namespace Telemetry.Tests.Support;

/// <summary>An order in a database.</summary>
internal sealed class Order
{
    public int Id { get; set; }

    public string Customer { get; set; } = string.Empty;
}
