namespace Marketplace.Tests.Apps.Delivery;

/// <summary>A bookkeeper with pencil and paper: what was signed for, returned, corrected, agreed and paid, in exact yuan, with no word of the
/// app. It knows the customers' terms and the price list, and works out statements, ages and advances from them.</summary>
internal sealed class TradeBook
{
    private readonly Dictionary<string, Terms> terms = new(StringComparer.Ordinal);
    private readonly List<(string Customer, string Part, DateOnly From, decimal Yuan, decimal Rate)> prices = [];
    private readonly Dictionary<string, Goods> goods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> firstPrice = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Cash> cash = new(StringComparer.Ordinal);

    /// <summary>Statements in the order in which they were begun.</summary>
    public List<Sheet> Sheets { get; } = [];

    public sealed record Terms(int CreditDays, bool FromReceipt, int ClosingDay);

    /// <summary>A statement. <c>State</c> is one of draft sent disputed agreed invoiced.</summary>
    public sealed class Sheet(string customer, string period)
    {
        public string Customer => customer;
        public string Period => period;
        public string State { get; set; } = "draft";
        public decimal Net { get; set; }
        public decimal Tax { get; set; }
        public decimal Paid { get; set; }
        public DateOnly? Last { get; set; }
        public DateOnly? Due { get; set; }
        public decimal Gross => Net + Tax;
        public decimal Owed => Gross - Paid;

        /// <summary>With what was paid on it.</summary>
        public string Shown => State != "invoiced" ? State : Owed == 0 ? "paid" : Paid == 0 ? "invoiced" : "partPaid";
    }

    private sealed class Goods(Sheet sheet, decimal qty, decimal price, decimal rate)
    {
        public Sheet Sheet => sheet;
        public decimal Qty { get; set; } = qty;
        public decimal Price { get; set; } = price;
        public decimal Rate => rate;
    }

    private sealed class Cash(string customer, decimal left)
    {
        public string Customer => customer;
        public decimal Left { get; set; } = left;
    }

    public void Customer(string customer, int creditDays, bool fromReceipt, int closingDay) => terms[customer] = new Terms(creditDays, fromReceipt, closingDay);

    public void Price(string customer, string part, DateOnly from, decimal yuan, decimal rate) => prices.Add((customer, part, from, yuan, rate));

    /// <summary>Goods that the customer has signed for and is to pay.</summary>
    public void Signed(string id, string customer, string part, DateOnly shipped, DateOnly received, decimal qty)
    {
        if (qty == 0) return;
        var price = prices.Where(p => p.Customer == customer && p.Part == part && p.From <= shipped).MaxBy(p => p.From);
        var sheet = OpenFrom(customer, received);
        goods[id] = new Goods(sheet, qty, price.Yuan, price.Rate);
        firstPrice[id] = price.Yuan;
        Post(sheet, goods[id], +1);
        if (sheet.Last is null || received > sheet.Last) sheet.Last = received;
    }

    /// <summary>Goods that came back or were found missing afterwards: billed less, at the price they went out at.</summary>
    public void Back(string id, string of, DateOnly on, decimal qty)
    {
        var sold = goods[of];
        var sheet = OpenFrom(sold.Sheet.Customer, on);
        // At the price of the note, whatever has been corrected since.
        goods[id] = new Goods(sheet, -qty, firstPrice[of], sold.Rate);
        Post(sheet, goods[id], +1);
    }

    /// <summary>A line should have said something else.</summary>
    public void Right(string id, DateOnly on, decimal qty, decimal price)
    {
        var line = goods[id];
        var sheet = line.Sheet.State is "draft" or "disputed" ? line.Sheet : OpenFrom(line.Sheet.Customer, on);
        Post(sheet, line, -1);
        (line.Qty, line.Price) = (qty, price);
        Post(sheet, line, +1);
    }

    public (decimal Qty, decimal Price) Standing(string id) => (goods[id].Qty, goods[id].Price);

    public Sheet SheetOf(string id) => goods[id].Sheet;

    public void Agreed(Sheet sheet, DateOnly on)
    {
        var mine = terms[sheet.Customer];
        sheet.State = "agreed";
        sheet.Due = (mine.FromReceipt ? sheet.Last ?? on : on).AddDays(mine.CreditDays);
    }

    /// <summary>Invoiced; what a statement takes back on the whole is the customer's money.</summary>
    public void Invoiced(Sheet sheet, string credit)
    {
        sheet.State = "invoiced";
        if (sheet.Gross >= 0) return;
        cash[credit] = new Cash(sheet.Customer, -sheet.Gross);
        sheet.Paid = sheet.Gross;
    }

    public void Paid(string payment, string customer, decimal yuan) => cash[payment] = new Cash(customer, yuan);

    /// <summary>On the oldest first; says what was spent.</summary>
    public decimal Spread(string payment)
    {
        var money = cash[payment];
        var before = money.Left;
        foreach (var sheet in Sheets.Where(s => s.Customer == money.Customer && s.State == "invoiced" && s.Owed > 0).OrderBy(s => s.Due)) Put(payment, sheet, Math.Min(money.Left, sheet.Owed));
        return before - money.Left;
    }

    public void Put(string payment, Sheet sheet, decimal yuan)
    {
        cash[payment].Left -= yuan;
        sheet.Paid += yuan;
    }

    public decimal Left(string payment) => cash[payment].Left;

    public void Void(string payment) => cash[payment].Left = 0;

    /// <summary>Whether money that is owed has come to a day on which its age changes.</summary>
    public bool TurnsOlder(DateOnly today) => Sheets.Exists(s => s.Owed != 0 && s.Due is { } due && today.DayNumber - due.DayNumber is -1 or 0 or 30 or 31 or 60 or 61 or 90 or 91);

    /// <summary>Whether the statement of a day has gone to the customer.</summary>
    public bool IsOut(string customer, DateOnly on) => Sheets.Exists(s => s.Customer == customer && s.State != "draft" && on <= Closes(customer, s.Period) && on > Closes(customer, s.Period).AddMonths(-1));

    /// <summary>What a customer owes on a day: not due, to 30, 60, 90 days, beyond, delivered but not agreed, paid in advance.</summary>
    public decimal[] Owed(string customer, DateOnly today)
    {
        var sums = new decimal[7];
        foreach (var sheet in Sheets.Where(s => s.Customer == customer))
            if (sheet.Due is not { } due) sums[5] += sheet.Gross;
            else sums[(today.DayNumber - due.DayNumber) switch { < 0 => 0, <= 30 => 1, <= 60 => 2, <= 90 => 3, _ => 4 }] += sheet.Owed;
        sums[6] = cash.Values.Where(c => c.Customer == customer).Sum(c => c.Left);
        return sums;
    }

    /// <summary>The last day of a customer's period.</summary>
    public DateOnly Closes(string customer, string period)
    {
        var first = DateOnly.ParseExact(period + "-01", "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return first.AddDays(Math.Min(terms[customer].ClosingDay, DateTime.DaysInMonth(first.Year, first.Month)) - 1);
    }

    // The first statement from that day on which has not gone to the customer.
    private Sheet OpenFrom(string customer, DateOnly on)
    {
        for (var month = on.Day > terms[customer].ClosingDay ? on.AddDays(1 - on.Day).AddMonths(1) : on; ; month = month.AddDays(1 - month.Day).AddMonths(1))
        {
            var period = month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
            var sheet = Sheets.Find(s => s.Customer == customer && s.Period == period);
            if (sheet is null) Sheets.Add(sheet = new Sheet(customer, period));
            if (sheet.State == "draft") return sheet;
        }
    }

    private static void Post(Sheet sheet, Goods line, int sign)
    {
        var net = Fen(line.Qty * line.Price);
        sheet.Net += sign * net;
        sheet.Tax += sign * Fen(net * line.Rate / 100);
    }

    private static decimal Fen(decimal yuan) => Math.Round(yuan, 2, MidpointRounding.AwayFromZero);
}
