namespace ShopService;

/// <summary>An order of a customer.</summary>
internal sealed record Order(string Customer, string Country, decimal Total);
