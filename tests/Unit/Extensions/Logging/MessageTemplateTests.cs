using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

public sealed class MessageTemplateTests
{
    [Theory]
    [InlineData("Order {id} placed in {duration}", "Order 7 placed in 12.5ms")]
    [InlineData("{ID} {Country}", "7 AT")]
    [InlineData("{missing}|{nothing}", "(null)|(null)")]
    [InlineData("{missing,8}|{missing:N2}", "  (null)|(null)")]
    [InlineData("{{{id}}} {{id}} }}{{", "{7} {id} }{")]
    [InlineData("{id,5}|{id,-5}|{ id }", "    7|7    |7")]
    [InlineData("{total:0.00} {total,10:#,##0.0}", "1234.50    1,234.5")]
    [InlineData("{duration:c} {duration:mm\\:ss} {duration:nonsense}", "00:00:00.0125000 00:00 12.5ms")]
    [InlineData("{day:yyyy-MM-dd} {day:HH:mm}", "2026-11-28 17:15")]
    [InlineData("{country:X} {flag:X} {id:}", "AT true 7")]
    [InlineData("plain", "plain")]
    [InlineData("{user.name}", "ann")]
    public async Task Message_has_the_values_of_its_keys(string template, string expected)
    {
        using var culture = new OtherCulture("sv-SE");
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", message: template));

        host.Dispatcher.Execute(
            "order.placed",
            [new("duration", TimeSpan.FromMilliseconds(12.5)), new("total", 1234.5)],
            [
                new("id", 7), new("country", "AT"), new("flag", true), new("nothing", null), new("user.name", "ann"),
                new("day", new DateTime(2026, 11, 28, 17, 15, 0)),
            ]);

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal(expected, entry.Message);
        Assert.Equal(template, entry["{OriginalFormat}"]);
    }

    [Theory]
    [InlineData("Order {id", "brace '{' without the other one")]
    [InlineData("Order id}", "brace '}' without the other one")]
    [InlineData("Order {}", "placeholder '{}'")]
    [InlineData("Order { }", "placeholder '{ }'")]
    [InlineData("Order {id,x}", "placeholder '{id,x}'")]
    [InlineData("Order {id,100000}", "alignment of up to 1000")]
    [InlineData("Order {id,-2147483648}", "alignment of up to 1000")]
    [InlineData("Order {a{b}", "placeholder '{a{b}'")]
    [InlineData(" ", "blank")]
    public void Template_that_is_not_valid_is_refused_at_once(string template, string problem)
    {
        var services = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
        TelemetryBuilder builder = services.AddTelemetry();

        FormatException error = Assert.Throws<FormatException>(() => builder.LogEvents("order.*", message: template));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
