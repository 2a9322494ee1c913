namespace OrderService;

/// <summary>An order as it comes in: what it is, and what will become of it.</summary>
/// <param name="Id">The number of the order.</param>
/// <param name="Customer">Who orders.</param>
/// <param name="Country">Where to.</param>
/// <param name="Cents">What it costs, in cents: a sum of integers is exact in any order.</param>
/// <param name="Milliseconds">How long it takes to place.</param>
/// <param name="Failure">Why its payment fails; null where it is paid.</param>
internal sealed record Order(int Id, string Customer, string Country, long Cents, double Milliseconds, string? Failure)
{
    private static readonly string[] s_countries = ["AT", "BR", "DE", "FR", "JP", "US"];
    private static readonly string[] s_failures = ["card declined", "fraud suspected", "payment timed out"];

    /// <summary>The order of a number, the same in every run and on any thread.</summary>
    internal static Order Of(int id, int seed)
    {
        var random = new Random(unchecked((seed * 486187739) + id));
        return new Order(
            id,
            $"customer-{random.Next(1, 500)}",
            s_countries[random.Next(s_countries.Length)],
            random.Next(100, 50_000),
            random.Next(1000) == 0 ? 500 + random.Next(500) : 5 + (random.NextDouble() * 95),
            random.Next(100) < 2 ? s_failures[random.Next(s_failures.Length)] : null);
    }
}
