namespace ShopService;

/// <summary>The customers, as a scoped service: like a connection to a database, it lives for one request or one event.</summary>
internal sealed partial class Customers(ILogger<Customers> logger) : IDisposable
{
    private readonly List<string> _seen = [];

    public void AddOrder(string customer) => _seen.Add(customer);

    public void Dispose() => Saved(_seen.Count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Saved {Count} customers")]
    private partial void Saved(int count);
}
